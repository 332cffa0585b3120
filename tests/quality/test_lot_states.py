"""What may be done to a lot, tried over every sequence of acts."""

from itertools import product as sequences

from hypothesis import given
from hypothesis import strategies as st

from core.quality.lot_states import CHANGES, LotAct, LotState, acts_on, after, may_leave
from core.quality.rights import Right, Role, may

ALLOWED = {
    ("open", "accept"): "accepted", ("open", "hold"): "held", ("open", "reject"): "rejected",
    ("held", "release"): "released", ("held", "reject"): "rejected",
    ("accepted", "hold"): "held", ("released", "hold"): "held", ("rejected", "rework"): "open",
}


def test_these_changes_are_allowed_and_no_others():
    for state, act in sequences(LotState, LotAct):
        assert after(act, state) == ALLOWED.get((state, act))
        assert (act in acts_on(state)) == ((state, act) in ALLOWED)


def test_everyone_who_inspects_holds_and_a_manager_alone_decides():
    for act in LotAct:
        assert CHANGES[act].right is (Right.HOLD_LOTS if act is LotAct.HOLD else Right.DECIDE_LOTS)
    assert {role for role in Role if may(role, Right.HOLD_LOTS)} == set(Role) - {Role.VIEWER}
    assert {role for role in Role if may(role, Right.DECIDE_LOTS)} == {Role.MANAGER, Role.ADMIN}


def test_stock_leaves_from_accepted_and_released_lots_only():
    assert {state for state in LotState if may_leave(state)} == {"accepted", "released"}


@given(st.lists(st.sampled_from(LotAct), max_size=12))
def test_after_any_acts_stock_may_leave_only_if_a_manager_said_so_last(acts: list[LotAct]) -> None:
    state, done = LotState.OPEN, []
    for act in acts:
        reached = after(act, state)
        if reached is not None:
            state, done = reached, [*done, act]
    assert may_leave(state) == (bool(done) and done[-1] in (LotAct.ACCEPT, LotAct.RELEASE))


@given(st.lists(st.sampled_from(LotAct), max_size=12))
def test_a_rejected_lot_leaves_that_state_by_rework_only(acts: list[LotAct]) -> None:
    state = LotState.REJECTED
    for act in acts:
        reached = after(act, state)
        if state is LotState.REJECTED and reached is not None:
            assert act is LotAct.REWORK
        state = reached or state


def test_without_a_manager_no_sequence_of_acts_lets_stock_leave_or_frees_a_hold():
    holds = [act for act in LotAct if may(Role.INSPECTOR, CHANGES[act].right)]
    for start in LotState:
        reachable = {start} | {after(act, start) for act in holds} - {None}
        assert all(state is start or state is LotState.HELD for state in reachable)
