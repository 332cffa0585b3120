"""Free text comes back identical, or is refused in a sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadInput
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Verdict
from core.records import audit, inspections, reviews
from core.records.plain_text import checked
from core.records.use_case import Actor
from tests.records.people import signed_in, taken, whole_can

HOSTILE = [
    "'", '"', "'; DROP TABLE audit; --", "\0", "a\0b", "\ud800", "\udfff", "\u202egnp.exe", "e\u0301\u0301\u0301",
    "x" * 1_000_000, "../../etc/passwd", "C:\\con", "{{7*7}}", "${jndi:ldap://x}", "=1+1", "+1", "-1", "@SUM(A1)",
    "\t=1", "\r\n", "\ufeff", "\u0000\uffff", "😀" * 500, "<script>alert(1)</script>",
    ":green-badge[GOOD]", "%s%n", "\x1b[2J",
]


def _note_kept(actor: Actor, can: int, text: str) -> str | None:
    try:
        return inspections.raise_defect(actor, can, side=1, code="DNT", note=text).revisions[-1].note
    except BadInput as refusal:
        assert str(refusal).isprintable()
        return None


def _file_name_kept(actor: Actor, can: int, text: str) -> str | None:
    try:
        inspections.add_sides(actor, can, [taken(1, file_name=text)])
    except BadInput as refusal:
        assert str(refusal).isprintable()
        return None
    return inspections.load(actor, can).sides[1].file_name


def _reason_kept(actor: Actor, can: int, text: str) -> str | None:
    seen = inspections.load(actor, can).revisions[-1].number
    try:
        return reviews.review(actor, can, seen, Verdict.BAD, disposition=Disposition.SCRAPPED,
                              reason=text).revisions[-1].note
    except BadInput as refusal:
        assert str(refusal).isprintable()
        return None


def test_a_reviewers_reason_comes_back_identical_or_is_refused() -> None:
    actor = signed_in("mona", Role.MANAGER)
    inspections.finish(actor, can := whole_can(actor, "reviewed", probability=0.9))
    for text in HOSTILE:
        assert _reason_kept(actor, can, text) == (None if _refusable(text, 2000) else text)
    assert audit.verify() == []


def _refusable(text: str, most: int) -> bool:
    return len(text) > most or "\0" in text or any("\ud800" <= c <= "\udfff" for c in text)


def test_hostile_strings_come_back_identical_or_are_refused() -> None:
    actor = signed_in()
    draft = inspections.start(actor, FOOD_CAN, key="draft")
    inspections.finish(actor, finished := whole_can(actor, "finished"))
    for text in HOSTILE:
        assert _note_kept(actor, finished, text) == (None if _refusable(text, 2000) else text)
        assert _file_name_kept(actor, draft, text) == (None if _refusable(text, 1000) else text)
    assert audit.verify() == []


def test_random_text_comes_back_identical_or_is_refused() -> None:
    actor = signed_in()
    inspections.finish(actor, can := whole_can(actor, "one"))

    @settings(max_examples=60, deadline=None)
    @given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=50))
    def keep(text: str) -> None:
        assert _note_kept(actor, can, text) == (None if _refusable(text, 2000) else text)

    keep()


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_checked_text_is_the_same_text(text: str) -> None:
    try:
        assert checked(text, "note", 20) == text
    except BadInput:
        assert _refusable(text, 20)


@pytest.mark.parametrize("field", ["line", "seaming_head", "shift"])
def test_the_context_of_a_can_is_kept_as_typed_or_refused(field: str) -> None:
    actor = signed_in()
    for number, text in enumerate(HOSTILE):
        most = 16 if field == "line" else 64
        wanted = text if text.strip() else None
        try:
            can = inspections.start(actor, FOOD_CAN, key=f"{number}", **{field: text})
        except BadInput:
            assert _refusable(text, most)
        else:
            assert getattr(inspections.load(actor, can), field) == wanted


@pytest.mark.parametrize("key", ["\0", "\ud800", "x" * 101])
def test_a_key_that_cannot_be_kept_is_refused(key: str) -> None:
    with pytest.raises(BadInput):
        inspections.start(signed_in(), FOOD_CAN, key=key)
