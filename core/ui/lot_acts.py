"""What may be done to a lot, each over the page and with a reason: hold, decide, rework, draw a sample, give it up."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from core.errors import BadInput, Refused
from core.quality.lot_states import CHANGES, LotAct, LotState, acts_on
from core.quality.rights import Right
from core.quality.sampling import CFIA_1250, STANDARD_PLANS
from core.records import lots, plant, produced, samples
from core.records.lot_draft import LONGEST_REASON
from core.records.lots import Lot
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import show_plain, show_problem
from core.ui.sample_plan import ask_plan
from core.words import tr

_OPEN = "lots.act"
_ICONS = {LotAct.HOLD: ":material/pause_circle:", LotAct.ACCEPT: ":material/check_circle:",
          LotAct.RELEASE: ":material/arrow_outward:", LotAct.REJECT: ":material/cancel:",
          LotAct.REWORK: ":material/restart_alt:"}
_KEYS = {LotAct.HOLD: "H"}
_SIGNED = {LotAct.RELEASE: "sign_release", "release produced": "sign_release_part"}


@dataclass(frozen=True)
class _Asked:
    """The act that a dialog asks about, the lot as the person saw it when they began, and whether it goes ``against``
    the lot's sample."""

    what: str
    lot: Lot
    sample_id: int = 0
    against: bool = False


def draw_acts(
    user: SignedIn, lot: Lot, *, partly_held: bool, withheld: Set[LotAct], advised: LotAct | None
) -> None:
    """Draw a button for each act that this person may do to the lot as it stands, and the dialog of the open one.

    ``partly_held`` says that pallets of it were held by their time of production, so that they can be freed;
    ``withheld`` are the acts that its sample does not allow, and ``advised`` is the one that it is for, if any.
    """
    with st.container(horizontal=True, key="lot_acts"):
        for act in acts_on(lot.state):
            if user.may(CHANGES[act].right) and act not in withheld:
                _button(act.capitalize(), act, lot, icon=_ICONS[act], shortcut=_KEYS.get(act),
                        primary=act is (advised or LotAct.HOLD),
                        against=advised is LotAct.REJECT and act is LotAct.RELEASE)
        if user.may(Right.HOLD_LOTS) and lot.state is LotState.HELD:
            _button("Hold part", "hold produced", lot, icon=":material/pause_presentation:")
        if partly_held and user.may(Right.DECIDE_LOTS):
            _button("Free part", "release produced", lot, icon=":material/lock_open:")
    asked = st.session_state.get(_OPEN)
    if isinstance(asked, _Asked) and asked.lot.id == lot.id:
        st.dialog(_title(asked), on_dismiss=_close)(_ask)(user, asked)


def ask_for_sample(lot: Lot) -> None:
    """Have it asked by which plan a sample of the lot is drawn."""
    st.session_state[_OPEN] = _Asked("sample", lot)


def ask_to_give_up(lot: Lot, sample_id: int) -> None:
    """Have it asked why a sample is given up."""
    st.session_state[_OPEN] = _Asked("give up", lot, sample_id)


def _button(
    label: str, what: str, lot: Lot, *, icon: str, shortcut: str | None = None, primary: bool = False,
    against: bool = False,
) -> None:
    st.button(label, key=f"lot_{what.replace(' ', '_')}", icon=icon, shortcut=shortcut,
              type="primary" if primary else "secondary", on_click=_open,
              args=(_Asked(what, lot, against=against),))


def _open(asked: _Asked) -> None:
    st.session_state[_OPEN] = asked


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _title(asked: _Asked) -> str:
    return {"sample": "Start a sample", "give up": "Give the sample up", "hold produced": "Hold part of the lot",
            "release produced": "Free part of the lot"}.get(asked.what, f"{asked.what.capitalize()} the lot")


def _ask(user: SignedIn, asked: _Asked) -> None:
    lot, what = asked.lot, asked.what
    key = f"lot_{lot.id}_{what.replace(' ', '_')}"
    show_plain(f"{lot.code} · {lot.product_name}", icon=":material/package_2:")
    if asked.against:
        show_problem(tr("lot_release_against"), key="problem_against")
    if what == "sample":
        _ask_sample(user, lot, key)
        return
    part = what.endswith("produced")
    if what == LotAct.HOLD:
        part = st.toggle("Only the pallets produced between two times", key=f"{key}_part")
    since = until = None
    if part:
        show_plain(tr("lot_release_part_explained" if what == "release produced" else "lot_part_explained"))
        since, until = _moment(user, "From", f"{key}_from"), _moment(user, "To", f"{key}_to")
    plan = ask_plan(f"{key}_plan", CFIA_1250, tr("sample_rework_plan")) if what == LotAct.REWORK else None
    reason = st.text_area("Reason", key=f"{key}_reason", max_chars=LONGEST_REASON, placeholder=tr("lot_reason_hint"))
    signs = _SIGNED.get(what)
    password = _ask_signature(user, key, signs) if signs else ""
    wanted = "Hold these pallets" if part and what == LotAct.HOLD else _title(asked)
    if not st.button(wanted, key=f"{key}_do", type="primary", width="stretch"):
        return
    actor, seen = user.actor, lot.state
    if what == "release produced":
        _do(lambda: _told("lot_release_produced_done", produced.release_produced(
            actor, lot.id, since, until, reason, password=password)))
    elif part:
        _do(lambda: _told("lot_hold_produced_done", produced.hold_produced(actor, lot.id, since, until, reason)))
    elif what == "give up":
        _do(lambda: samples.give_up(actor, asked.sample_id, reason), tr("sample_given_up_done", code=lot.code))
    elif what == LotAct.HOLD:
        _do(lambda: lots.hold(actor, lot.id, reason), tr("lot_hold_done", code=lot.code))
    elif what == LotAct.REWORK and plan is not None:
        _do(lambda: lots.rework(actor, lot.id, reason, seen_state=seen, plan=plan),
            tr("lot_rework_done", code=lot.code))
    elif what == LotAct.RELEASE:
        _do(lambda: lots.release(actor, lot.id, reason, seen_state=seen, password=password),
            tr("lot_release_done", code=lot.code))
    else:
        decide = {LotAct.ACCEPT: lots.accept, LotAct.REJECT: lots.reject}[LotAct(what)]
        _do(lambda: decide(actor, lot.id, reason, seen_state=seen), tr(f"lot_{what}_done", code=lot.code))


def _ask_signature(user: SignedIn, key: str, signs: str) -> str:
    show_plain(tr(signs, name=user.name), icon=":material/signature:")
    return st.text_input(tr("sign_password"), type="password", key=f"{key}_password", autocomplete="current-password")


def _ask_sample(user: SignedIn, lot: Lot, key: str) -> None:
    plan = ask_plan(key, next(iter(STANDARD_PLANS.values())))
    if st.button("Start and inspect the first can", key=f"{key}_do", type="primary", width="stretch"):
        try:
            sample_id = samples.start(user.actor, lot.id, plan)
        except BadInput as problem:
            show_problem(str(problem))
            return
        _close()
        st.switch_page("pages/Inspect.py", query_params={"sample": str(sample_id)})


def _do(act: Callable[[], object], done: str = "") -> None:
    try:
        said = act()
    except (BadInput, Refused) as problem:
        show_problem(str(problem))
        return
    _close()
    doing.tell(done or str(said))
    st.rerun()


def _told(code: str, pallets: produced.Pallets) -> str:
    return tr(code, held=pallets.in_stock, shipped=pallets.shipped)


def _moment(user: SignedIn, label: str, key: str) -> datetime | None:
    plant_time = plant.current(user.actor).time
    given = st.datetime_input(label, None, key=key, step=300, help=tr("times_in_zone", zone=plant_time.time_zone))
    return plant_time.moment(given.date(), given.time()) if given else None
