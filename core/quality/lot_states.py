"""The states of a lot, which act leads from which to which, and whose it is. Stock leaves from two of them only."""

from dataclasses import dataclass
from enum import StrEnum

from core.quality.rights import Right


class LotState(StrEnum):
    """What has been decided about a lot."""

    OPEN = "open"
    ACCEPTED = "accepted"
    HELD = "held"
    RELEASED = "released"
    REJECTED = "rejected"


class LotAct(StrEnum):
    """What a person does to a whole lot."""

    HOLD = "hold"
    ACCEPT = "accept"
    RELEASE = "release"
    REJECT = "reject"
    REWORK = "rework"


@dataclass(frozen=True)
class Change:
    """From which states an act leads where, and the right that it asks for."""

    before: frozenset[LotState]
    after: LotState
    right: Right


CHANGES: dict[LotAct, Change] = {
    LotAct.HOLD: Change(
        frozenset({LotState.OPEN, LotState.ACCEPTED, LotState.RELEASED}), LotState.HELD, Right.HOLD_LOTS),
    LotAct.ACCEPT: Change(frozenset({LotState.OPEN}), LotState.ACCEPTED, Right.DECIDE_LOTS),
    LotAct.RELEASE: Change(frozenset({LotState.HELD}), LotState.RELEASED, Right.DECIDE_LOTS),
    LotAct.REJECT: Change(frozenset({LotState.OPEN, LotState.HELD}), LotState.REJECTED, Right.DECIDE_LOTS),
    LotAct.REWORK: Change(frozenset({LotState.REJECTED}), LotState.OPEN, Right.DECIDE_LOTS),
}
"""A hold is everyone's who inspects; the rest is a manager's. Rejected is final but for rework."""


def after(act: LotAct, state: LotState) -> LotState | None:
    """Return the state that the act leads to, None where it is not allowed from this one."""
    change = CHANGES[act]
    return change.after if state in change.before else None


def acts_on(state: LotState) -> tuple[LotAct, ...]:
    """Return what may be done to a lot in this state, by somebody with the right."""
    return tuple(act for act in LotAct if after(act, state) is not None)


def may_leave(state: str) -> bool:
    """Say whether stock of a lot in this state may leave the warehouse."""
    return state in (LotState.ACCEPTED, LotState.RELEASED)
