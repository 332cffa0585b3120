"""What a reviewer has chosen for the can on the page, before it is saved."""

from dataclasses import dataclass, field, replace

from core.quality.defects import Severity
from core.quality.drawn_box import DrawnBox
from core.quality.reviewing import DECISIONS, Disposition, proposed
from core.quality.severity import Question, counted, questions, settle, worst
from core.quality.verdict import Verdict
from core.records.inspections import Can
from core.records.reviews import Named


@dataclass
class ReviewDraft:
    """One can as its reviewer saw it (``revision``) and what they have chosen so far; ``naming`` while they pick a
    defect, on side ``side``; ``marking`` is the place in the list of the defect that they draw boxes of, ``drawing``
    those drawn so far. ``reason`` is one that they picked; their own words stand in the field on the page."""

    can_id: int
    revision: int
    held: Verdict
    side: int
    verdict: Verdict | None = None
    defects: list[Named] = field(default_factory=list)
    chosen: Disposition | None = None
    naming: bool = False
    marking: int | None = None
    drawing: list[DrawnBox] = field(default_factory=list)
    reason: str = ""

    @property
    def decision(self) -> Verdict:
        """The verdict that saving would give: what was chosen, else what held, else Good."""
        return self.verdict or (self.held if self.held in DECISIONS else Verdict.GOOD)

    @property
    def severity(self) -> Severity | None:
        """The can's severity by the defects named so far, one cause counted once."""
        settled = [(named.cause, settle(named.code, named.answers).severity) for named in self.defects]
        return worst(counted((cause, severity) for cause, severity in settled if severity is not None))

    @property
    def disposition(self) -> Disposition:
        """What was chosen, else what is usual."""
        return self.chosen or proposed(self.decision, self.severity)

    def name(self, code: str) -> None:
        """Add a defect on the side that was picked; a defect makes the can Bad."""
        self.defects.append(Named(code, self.side))
        self.verdict, self.naming = Verdict.BAD, False

    def open_question(self) -> tuple[int, Question] | None:
        """The first question without an answer, with its defect's place in the list; None when all are answered."""
        for place, named in enumerate(self.defects):
            for question in questions(named.code, named.answers):
                if question.key not in named.answers and settle(named.code, named.answers).severity is not None:
                    return place, question
        return None

    def answer(self, place: int, key: str, yes: bool) -> None:
        """Keep the answer to one question about one defect; a second key pressed too soon does not turn it round."""
        named = self.defects[place]
        if key in named.answers:
            return
        self.defects[place] = replace(named, answers={**named.answers, key: yes})

    def same_cause(self) -> None:
        """Say of the newest defect that it comes from the same cause as the one before it; again, that it does not."""
        before, newest = self.defects[-2:]
        if newest.cause is not None:
            self.defects[-1] = replace(newest, cause=None)
            return
        cause = before.cause or 1 + max((named.cause or 0 for named in self.defects), default=0)
        self.defects[-2:] = [replace(before, cause=cause), replace(newest, cause=cause)]

    def start_marking(self, place: int) -> None:
        """Begin to draw where a defect is, with the boxes that it has."""
        self.marking, self.drawing = place, list(self.defects[place].boxes)

    def stop_marking(self) -> None:
        """Keep what was drawn with its defect; no box leaves open where it is."""
        if self.marking is not None:
            self.defects[self.marking] = replace(self.defects[self.marking], boxes=tuple(self.drawing))
        self.marking = None

    def take_out(self, place: int) -> None:
        """Take a defect out again."""
        del self.defects[place]


def draft_of(can: Can) -> ReviewDraft:
    """Begin with what holds: its verdict and its defects; the side most suspected is picked."""
    suspected = max(can.results, key=lambda result: result.probability or 0.0).side.number
    draft = ReviewDraft(can.id, can.revisions[-1].number, can.effective[0], suspected)
    for defect in can.defects:
        asked = {question.key for question in questions(defect.code, dict(defect.answers))}
        answers = {key: yes for key, yes in defect.answers if key in asked}
        draft.defects.append(Named(defect.code, defect.side, defect.cause, answers, defect.boxes))
    return draft
