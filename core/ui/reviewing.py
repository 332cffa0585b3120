"""The review of one can after the other, every act a key: agree, overturn, name, dispose, save, skip, undo."""

import threading

import streamlit as st

from core.errors import BadInput
from core.quality.reviewing import DECISIONS, Disposition, lowers, needs_reason
from core.quality.rights import Right
from core.quality.verdict import Verdict
from core.records import gallery, inspections, reviews
from core.records.inspections import Can
from core.records.reviews import Place
from core.ui import resources
from core.ui.comparing import draw_large_in_turn
from core.ui.doing import attempt
from core.ui.gate import SignedIn
from core.ui.marking import draw_marking
from core.ui.naming import draw_named, draw_picker, start_naming
from core.ui.page import show_plain
from core.ui.review_draft import ReviewDraft, draft_of
from core.words import tr

_DRAFT, _SKIPPED, _LAST = "reviewing.draft", "reviewing.skipped", "reviewing.last"
_KEYS = {Disposition.PASSED: "P", Disposition.REWORKED: "W", Disposition.SCRAPPED: "X", Disposition.LABORATORY: "L"}
_REASONS = {
    Verdict.GOOD: ("reason_reflection", "reason_wiped_off", "reason_print", "reason_in_hand_good"),
    Verdict.BAD: ("reason_in_hand_bad", "reason_missed", "reason_known_fault"),
}


def can_to_review(user: SignedIn) -> Can | None:
    """Return the can on the page: the one that the address names, else the one begun, else the next that waits.

    A can begun stays until it is saved or skipped, even when somebody else reviews it meanwhile: an act meant for it
    must never fall on another.
    """
    asked = st.query_params.get("can", "")
    draft: ReviewDraft | None = st.session_state.get(_DRAFT)
    if asked.isdecimal() and len(asked) < 19 and (draft is None or draft.can_id != int(asked)):
        return _begun(user, int(asked))
    if draft is not None:
        return inspections.load(user.actor, draft.can_id)
    skipped: list[Place] = st.session_state.setdefault(_SKIPPED, [])
    waiting = reviews.queue(user.actor, after=skipped[-1] if skipped else None, size=1)
    return _begun(user, waiting[0].id) if waiting else None


def _begun(user: SignedIn, can_id: int) -> Can | None:
    try:
        can = inspections.load(user.actor, can_id)
    except BadInput:
        return None
    if can.state != "finished":
        return None
    st.session_state[_DRAFT] = draft_of(can)
    return can


def draw_position(user: SignedIn) -> None:
    """Draw how many cans wait and why, which of them this is, and the way back to the last one."""
    counts, skipped = reviews.counts(user.actor), st.session_state.get(_SKIPPED, [])
    total = sum(counts.values())
    with st.container(horizontal=True, vertical_alignment="center", key="review_position"):
        with st.container(gap=None, width="stretch"):
            st.text(tr("review_position", place=min(len(skipped) + 1, total), n=total))
            st.caption(" · ".join(f"{n} {tr(f'short_{why}')}" for why, n in counts.items() if n))
        last = st.session_state.get(_LAST)
        if st.button(tr("review_undo"), key="reviewing_undo", shortcut="U", icon=":material/undo:",
                     disabled=last is None) and last is not None:
            attempt(tr("review_undone"), _undo, user, int(last))


def draw_end() -> None:
    """Say that nothing waits, or that everything left was skipped."""
    if st.session_state.get(_SKIPPED):
        show_plain(tr("review_end"), icon=":material/done_all:")
        st.button(tr("review_from_the_top"), key="reviewing_top", shortcut="T", on_click=_from_the_top)
    else:
        show_plain(tr("review_empty"), icon=":material/done_all:")
        st.page_link("pages/Gallery.py", label=tr("review_gallery"), icon=":material/photo_library:")


def draw_decision(user: SignedIn, can: Can) -> None:
    """Draw why the can is here, what was said, and everything that a reviewer may do with it."""
    draft: ReviewDraft = st.session_state[_DRAFT]
    with st.container(key="review_decision", gap="small"):
        why = reviews.why_wanted(can)
        show_plain(tr(f"review_{why}") if why else tr("review_asked"), icon=":material/help:")
        if can.model_verdict and can.model_verdict[0] is not can.effective[0]:
            st.text(tr("gallery_model_said", verdict=can.model_verdict[0].value))
        _draw_sheet(user, can)
        if draft.naming:
            draw_picker(draft, can.product)
            return
        if draft.marking is not None:
            _draw_where(user, can, draft, draft.marking)
            return
        _draw_verdicts(user, can, draft)
        with st.container(key="review_named"):  # always there, so that the keys below stay what and where they are
            draw_named(draft, can)
            if draft.severity and draft.decision is Verdict.BAD:
                st.text(tr("review_severity", severity=draft.severity.value))
        _draw_disposition(draft)
        reason, password = _draw_reason(draft), _draw_signature(user, can, draft)
        with st.container(horizontal=True, key="review_save"):
            if st.button("Save and next", key=f"reviewing_save_{can.id}", shortcut="S", icon=":material/save:",
                         type="primary" if draft.verdict else "secondary", disabled=draft.verdict is None):
                _save(user, can, draft, reason, password)
            st.button("Skip", key=f"reviewing_skip_{can.id}", shortcut="K", icon=":material/skip_next:",
                      on_click=_skip, args=(user, can.id))


def prepare_next(user: SignedIn, can: Can) -> None:
    """Make the next can's small pictures ready while the reviewer looks at this one."""
    skipped = st.session_state.get(_SKIPPED, [])
    waiting = reviews.queue(user.actor, after=skipped[-1] if skipped else None, size=2)
    coming = next((one for one in waiting if one.id != can.id), None)
    if coming and st.session_state.get("reviewing.prepared") != coming.id:
        st.session_state["reviewing.prepared"] = coming.id
        hashes = [kept.photograph for kept in inspections.load(user.actor, coming.id).sides.values() if kept.photograph]
        threading.Thread(target=_prepare, args=(hashes,), name="prepare previews", daemon=False).start()


def _prepare(hashes: list[str]) -> None:
    for sha256 in hashes:
        resources.preview(sha256)


def _draw_sheet(user: SignedIn, can: Can) -> None:
    """The small board: on a phone the large one lies far below, so the style shows this one there."""
    with st.container(key="review_sheet"):
        sheet = gallery.sheet(user.actor, can.id)
        if sheet:
            st.image(sheet, width="stretch")


def _draw_verdicts(user: SignedIn, can: Can, draft: ReviewDraft) -> None:
    """The first key of every review: agree or overturn what was decided, decide what was not."""
    number = draft.can_id
    with st.container(horizontal=True, key="review_verdicts"):
        if draft.held in DECISIONS:
            other = Verdict.GOOD if draft.held is Verdict.BAD else Verdict.BAD
            if st.button(f"Agree: {draft.held}", key=f"reviewing_agree_{number}", shortcut="A", type="primary",
                         icon=":material/check:"):
                draft.verdict = draft.held
                _save(user, can, draft, "")
            st.button(f"Overturn: {other}", key=f"reviewing_overturn_{number}", shortcut="O",
                      icon=":material/swap_horiz:", on_click=_decide, args=(draft, other))
        else:
            if st.button("Good", key=f"reviewing_good_{number}", shortcut="G", type="primary", icon=":material/check:"):
                _decide(draft, Verdict.GOOD)
                if not needs_reason(draft.held, Verdict.GOOD):
                    _save(user, can, draft, "")
                st.rerun()
            st.button("Bad", key=f"reviewing_bad_{number}", shortcut="B", icon=":material/close:",
                      on_click=_decide, args=(draft, Verdict.BAD))
        st.button("Name a defect", key=f"reviewing_name_{number}", shortcut="D", icon=":material/edit:",
                  on_click=start_naming, args=(draft,))
        draw_large_in_turn(user, can)


def _draw_where(user: SignedIn, can: Can, draft: ReviewDraft, place: int) -> None:
    """The side of a named defect, to draw on: what is drawn goes with the review."""
    named = draft.defects[place]
    st.text(f"{named.code} · {named.side} {can.product.side(named.side).label}")
    st.text(tr("mark_how"))
    draw_marking(can.sides[named.side], draft.drawing, user.name, key=f"reviewing_mark_{draft.can_id}_{place}")
    st.button(tr("mark_done"), key=f"reviewing_marked_{draft.can_id}", shortcut="Left", icon=":material/arrow_back:",
              type="primary", on_click=draft.stop_marking)


def _draw_disposition(draft: ReviewDraft) -> None:
    with st.grid(min_column_width=130, gap="xsmall", key="review_disposition"):
        for disposition, letter in _KEYS.items():
            st.button(disposition.capitalize(), key=f"reviewing_{disposition}_{draft.can_id}", shortcut=letter,
                      width="stretch",
                      type="primary" if disposition is draft.disposition else "secondary",
                      on_click=_dispose, args=(draft, disposition))


def _draw_reason(draft: ReviewDraft) -> str:
    """A reason by one key or in words; asked only where something is overturned."""
    key = f"reviewing_reason_{draft.can_id}"
    with st.container(key="review_reason", gap="xsmall"):
        if draft.verdict is None or not needs_reason(draft.held, draft.verdict):
            return ""
        show_plain(tr("review_reason"))
        for number, code in enumerate(_REASONS[draft.verdict], start=1):
            st.button(tr(code), key=f"{key}_{number}", shortcut=str(number), width="stretch",
                      type="primary" if draft.reason == tr(code) else "secondary",
                      on_click=_give_reason, args=(draft, tr(code)))
        own_words = st.text_input(tr("review_reason_own"), key=key, max_chars=300)
        return own_words if own_words.strip() else draft.reason


def _draw_signature(user: SignedIn, can: Can, draft: ReviewDraft) -> str:
    """The password, asked again only where a critical defect would be lowered."""
    with st.container(key="review_signature"):
        if draft.verdict is None or not lowers(can.severity, draft.severity) or not user.may(Right.LOWER_CRITICAL):
            return ""
        show_plain(tr("sign_lowering", name=user.name), icon=":material/signature:")
        return st.text_input(tr("sign_password"), type="password", key=f"reviewing_password_{draft.can_id}",
                             autocomplete="current-password")


def _save(user: SignedIn, can: Can, draft: ReviewDraft, reason: str, password: str = "") -> None:
    verdict = draft.decision
    done = tr("review_kept", number=can.number, verdict=verdict.value, disposition=draft.disposition.value)
    attempt(done, _keep, user, draft, verdict, reason, password)


def _keep(user: SignedIn, draft: ReviewDraft, verdict: Verdict, reason: str, password: str) -> None:
    try:
        reviews.review(user.actor, draft.can_id, draft.revision, verdict, defects=draft.defects,
                       disposition=draft.disposition, reason=reason, password=password)
    except BadInput:
        if inspections.load(user.actor, draft.can_id).revisions[-1].number != draft.revision:
            _leave()
        raise
    st.session_state[_LAST] = draft.can_id
    _leave()


def _undo(user: SignedIn, can_id: int) -> None:
    st.session_state.pop(_LAST, None)
    reviews.undo(user.actor, can_id)
    _leave()
    st.query_params["can"] = str(can_id)


def _leave() -> None:
    st.session_state.pop(_DRAFT, None)
    st.query_params.pop("can", None)


def _skip(user: SignedIn, can_id: int) -> None:
    skipped: list[Place] = st.session_state.setdefault(_SKIPPED, [])
    waiting = reviews.queue(user.actor, after=skipped[-1] if skipped else None, size=1)
    if waiting and waiting[0].id == can_id:
        skipped.append(waiting[0].place)
    _leave()


def _from_the_top() -> None:
    st.session_state.pop(_SKIPPED, None)


def _decide(draft: ReviewDraft, verdict: Verdict) -> None:
    draft.verdict, draft.reason = verdict, ""
    if verdict is Verdict.GOOD:
        draft.defects.clear()
    elif not draft.defects:
        draft.naming = True


def _dispose(draft: ReviewDraft, disposition: Disposition) -> None:
    draft.chosen = disposition


def _give_reason(draft: ReviewDraft, reason: str) -> None:
    draft.reason = reason
