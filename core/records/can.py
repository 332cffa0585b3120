"""A can as it is kept: its sides, what the model said of it and what people said afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Literal

from core.quality.blind_checks import without_result
from core.quality.defects import DEFECTS, Severity
from core.quality.drawn_box import DrawnBox
from core.quality.reviewing import Disposition
from core.quality.severity import counted, worst
from core.quality.sides import Product, Side
from core.quality.verdict import Outcome, Reason, SideResult, Verdict, can_verdict
from core.records import images
from core.words import tr

State = Literal["draft", "finished", "abandoned"]


@dataclass(frozen=True)
class Heat:
    """A heatmap at the model's own resolution: float16, little-endian, row by row, 0..1 with 0.5 the deciding level.

    Raises ValueError when ``values`` is not height times width of them.
    """

    height: int
    width: int
    values: bytes

    def __post_init__(self) -> None:
        if self.height < 1 or self.width < 1 or len(self.values) != 2 * self.height * self.width:
            raise ValueError(f"{len(self.values)} bytes are not {self.height} x {self.width} values of float16")


@dataclass(frozen=True)
class TakenSide:
    """One side as it comes in: the photograph's own bytes (None only where they could not be kept) and its result.

    ``taken_at`` is the camera's time; without a zone it is this machine's local time. ``milliseconds`` may name
    "decode" and "model".
    """

    result: SideResult
    photograph: bytes | None
    media_type: str = ""
    width: int | None = None
    height: int | None = None
    file_name: str = ""
    taken_at: datetime | None = None
    heat: Heat | None = None
    milliseconds: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def sha256(self) -> str | None:
        """The hash of the photograph's bytes."""
        return None if self.photograph is None else images.digest(self.photograph)


@dataclass(frozen=True)
class Drawn:
    """A box that a person drew and that holds: of which defect, and who drew it."""

    box: DrawnBox
    code: str
    by: str


@dataclass(frozen=True)
class KeptSide:
    """One side as it was judged; ``photograph`` is the sha256 to load it by. ``drawn`` are people's boxes, beside the
    model's, which stay as they were."""

    result: SideResult
    photograph: str | None
    heat: Heat | None
    file_name: str
    taken_at: datetime | None
    recorded_at: datetime
    drawn: tuple[Drawn, ...] = ()


@dataclass(frozen=True)
class RaisedDefect:
    """A defect that a person saw: its code and the side's number.

    A reviewer may add what caused it (defects of one cause have one number), the answers to the questions that its
    severity hangs on, and so the severity; None is the table's. ``boxes`` say where on the side, if somebody drew it.
    """

    code: str
    side: int
    cause: int | None = None
    severity: Severity | None = None
    answers: tuple[tuple[str, bool], ...] = ()
    boxes: tuple[DrawnBox, ...] = ()

    @property
    def weighs(self) -> Severity:
        """The severity that counts."""
        return self.severity or DEFECTS[self.code].severity


@dataclass(frozen=True)
class Review:
    """What a reviewer said with a verdict.

    ``agrees`` with the verdict that held before; ``severity`` is the can's. In a revision that takes a review back,
    ``undoes`` is that review's number, and the rest is as before it; ``disposition`` is None if that was no review.
    """

    agrees: bool
    disposition: Disposition | None
    severity: Severity | None
    undoes: int | None = None


@dataclass(frozen=True)
class Revision:
    """One verdict in the row of verdicts on a can; ``author`` is None where the model spoke."""

    number: int
    verdict: Verdict
    reason: Reason
    author: str | None
    at: datetime
    note: str
    defects: tuple[RaisedDefect, ...]
    review: Review | None = None


@dataclass(frozen=True)
class BlindCheck:
    """A can that its inspector judges before the model's verdict is shown: what they said then (None: not yet), the
    defect that they named, and when."""

    verdict: Verdict | None = None
    code: str | None = None
    side: int | None = None
    at: datetime | None = None

    @property
    def said(self) -> str:
        """The verdict, with the defect where one was named; "" before it is given."""
        if self.verdict is None or self.code is None:
            return self.verdict or ""
        return tr("blind_named", verdict=self.verdict.value, code=self.code, side=self.side)


@dataclass(frozen=True)
class Can:
    """One inspection; ``sides`` and ``attempts`` (how often a side was taken) go by the side's number; ``note`` is what
    the customer said with a complaint; ``reinspects_id`` is the first inspection of the can that is inspected again."""

    id: int
    number: str
    product: Product
    state: State
    started_at: datetime
    finished_at: datetime | None
    inspector: str
    purpose: str
    line: str | None
    seaming_head: str | None
    shift: str | None
    lot_id: int | None
    sides: dict[int, KeptSide]
    attempts: dict[int, int]
    revisions: tuple[Revision, ...]
    note: str = ""
    reinspects_id: int | None = None
    blind: BlindCheck | None = None

    @property
    def awaits_judgement(self) -> bool:
        """Whether its inspector has to judge it before the model's verdict is shown to anybody."""
        return self.state == "draft" and self.blind is not None and self.blind.verdict is None

    @property
    def judged_blind(self) -> bool:
        """Whether its inspector judged it before the model's verdict was shown."""
        return self.blind is not None and self.blind.verdict is not None

    @property
    def is_taken(self) -> bool:
        """Whether every required side is there."""
        return all(side.number in self.sides for side in self.product.sides if side.required)

    @property
    def results(self) -> list[SideResult]:
        """One result for every side of the product, in its order; missing where there is none."""
        return [
            self.sides[side.number].result if side.number in self.sides else missing(side)
            for side in self.product.sides
        ]

    @property
    def live(self) -> tuple[Verdict, Reason]:
        """The verdict that the sides give as they are."""
        return can_verdict(self.results)

    @property
    def model_verdict(self) -> tuple[Verdict, Reason] | None:
        """What the model said when the can was finished; None before."""
        said = [revision for revision in self.revisions if revision.author is None]
        return (said[-1].verdict, said[-1].reason) if said else None

    @property
    def effective(self) -> tuple[Verdict, Reason]:
        """What holds: the latest person's verdict, else the model's, else, while there is none, the live one."""
        said = [revision for revision in self.revisions if revision.author is not None]
        return (said[-1].verdict, said[-1].reason) if said else self.model_verdict or self.live

    @property
    def defects(self) -> tuple[RaisedDefect, ...]:
        """What people have raised so far."""
        return self.revisions[-1].defects if self.revisions else ()

    @property
    def severities(self) -> list[Severity]:
        """The severities that count, the worst first; defects from one cause count once."""
        return counted((defect.cause, defect.weighs) for defect in self.defects)

    @property
    def severity(self) -> Severity | None:
        """The worst severity of what people have raised; None where nothing is raised."""
        return worst(self.severities)

    @property
    def review(self) -> Review | None:
        """The review that holds; None where there is none, or where somebody has raised a defect since."""
        newest = self.revisions[-1].review if self.revisions else None
        return newest if newest and newest.disposition else None

    @property
    def standing(self) -> tuple[Revision, ...]:
        """The revisions without the reviews that were taken back, and without what took them back."""
        undone = {revision.review.undoes for revision in self.revisions if revision.review}
        return tuple(
            revision for revision in self.revisions
            if revision.number not in undone and not (revision.review and revision.review.undoes is not None)
        )


@dataclass(frozen=True)
class CanLine:
    """A finished can in a list."""

    id: int
    number: str
    product_sku: str
    product_name: str
    verdict: Verdict
    model_verdict: Verdict
    inspector: str
    started_at: datetime
    finished_at: datetime


def as_shown(can: Can) -> Can:
    """Return what may be shown of a can: of one that is still to be judged blind nothing that the model made of it."""
    if not can.awaits_judgement:
        return can
    return replace(can, sides={
        number: replace(kept, result=without_result(kept.result), heat=None) for number, kept in can.sides.items()})


def missing(side: Side) -> SideResult:
    """Return the result of a side that was not taken."""
    return SideResult(side, Outcome.MISSING, Reason("side_missing"))
