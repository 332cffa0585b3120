"""Reviewed sides as a data set to train on, in the MVTec layout: only what a person confirmed.

Every side of a can that a reviewer called Good is good; a side with a defect that a reviewer named is that defect. The
other sides of a bad can are left out, because nobody said anything of them. Where people drew boxes round every defect
of a side, they are its mask; one defect without a box leaves it without, because a mask says of the rest that it is
sound. A photograph that was re-encoded to make room is left out too: only good cans have such, and a model would learn
the re-encoding.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Row, select

from core.errors import BadInput
from core.quality.defects import Severity
from core.quality.drawn_box import DrawnBox
from core.quality.rights import Right
from core.quality.severity import worst
from core.quality.verdict import Verdict
from core.records import images
from core.records.can_rows import product_of
from core.records.cells import safe_cell
from core.records.drawn_boxes import boxes_of
from core.records.photograph_rows import as_it_came
from core.records.schema import inspection, lot, photograph, raised_defect, review, revision, side_attempt
from core.records.sessions import User
from core.records.use_case import Actor, reading

GOOD = "good"
COLUMNS = ("file", "split", "type", "label", "group", "mask", "lot", "day", "product", "side", "codes", "model")
_UNNAMED = "UNK"
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}

Put = Callable[[str, bytes], None]
"""Keeps one file of a data set: its path in it and its content."""


@dataclass(frozen=True)
class ConfirmedSide:
    """One photograph that a person spoke on: what it shows (``good``, or the code of its worst defect), all its codes,
    and the can, lot and day that it must not be parted from. ``boxes`` hold all that is defective, or are none;
    ``size`` is the photograph's width and height."""

    sha256: str
    ending: str
    kind: str
    codes: tuple[str, ...]
    can: int
    number: str
    side: int
    lot: str
    day: str
    product: str
    model: str
    boxes: tuple[DrawnBox, ...]
    size: tuple[int, int]

    @property
    def file(self) -> str:
        """Its path in the data set."""
        return f"train/{self.kind}/{self._stem}{self.ending}"

    @property
    def mask(self) -> str:
        """The path of its mask in the data set; "" without one."""
        return f"ground_truth/{self.kind}/{self._stem}_mask.png" if self.boxes else ""

    @property
    def _stem(self) -> str:
        return f"can{self.can}_side{self.side}"


@reading(Right.EXPORT_DATASETS)
def confirmed_sides(tx: Connection, user: User, group: str) -> list[ConfirmedSide]:
    """Return the reviewed sides of a side group (such as "lid"), the oldest can first, each photograph once."""
    return confirmed_in(tx, group)


def confirmed_in(tx: Connection, group: str, sku: str | None = None) -> list[ConfirmedSide]:
    """Return the reviewed sides of a side group, of one product where its SKU is given; part of a use case."""
    query = (
        select(inspection.c.id, inspection.c.number, inspection.c.plant_day, inspection.c.product,
               inspection.c.product_sku, lot.c.code.label("lot"), revision.c.id.label("revision"), revision.c.verdict)
        .join(revision, (revision.c.inspection_id == inspection.c.id)
              & (revision.c.number == inspection.c.current_revision))
        .join(review, (review.c.revision_id == revision.c.id) & review.c.disposition.is_not(None))
        .outerjoin(lot, lot.c.id == inspection.c.lot_id)
        .where(inspection.c.state == "finished").order_by(inspection.c.id)
    )
    cans = tx.execute(query if sku is None else query.where(inspection.c.product_sku == sku)).all()
    found: dict[str, ConfirmedSide] = {}
    for can in cans:
        numbers = {side.number for side in product_of(can.product).sides if side.group == group}
        for side in _sides_of(tx, can, numbers):
            found.setdefault(side.sha256, side)
    return list(found.values())


def export_folder(actor: Actor, out: Path, group: str) -> dict[str, int]:
    """Write the data set into an empty or new folder; returns how many photographs of each kind.

    Raises BadInput when the folder holds something, when nothing of that group is confirmed, or when a photograph
    is damaged.
    """
    sides = _known(confirmed_sides(actor, group), group)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BadInput(f"{out} is not empty: give a new folder, so that no older data set is mixed in.")

    def put(name: str, content: bytes) -> None:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)

    return _write(sides, put)


def export_zip(actor: Actor, file: Path, group: str) -> dict[str, int]:
    """Write the data set as a ZIP, one photograph at a time; as ``export_folder``."""
    sides = _known(confirmed_sides(actor, group), group)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w") as archive:  # photographs are compressed already
        return _write(sides, archive.writestr)


def _known(sides: list[ConfirmedSide], group: str) -> list[ConfirmedSide]:
    if not sides:
        raise BadInput(f"No reviewed can has a side of the group {group!r}: review cans first, or give another group.")
    return sides


def _write(sides: list[ConfirmedSide], put: Put) -> dict[str, int]:
    from core.imaging.overlay import mask_png

    manifest, kinds = io.StringIO(), dict[str, int]()
    table = csv.DictWriter(manifest, COLUMNS, lineterminator="\n")
    table.writeheader()
    for side in sides:
        try:
            content = images.load(side.sha256)
        except images.DamagedPhotograph as problem:
            raise BadInput(str(problem)) from problem
        put(side.file, content)
        if side.mask:
            put(side.mask, mask_png(*side.size, side.boxes))
        kinds[side.kind] = kinds.get(side.kind, 0) + 1
        table.writerow({
            "file": side.file, "split": "train", "type": side.kind,
            "label": GOOD if side.kind == GOOD else "defective", "group": f"can {side.can}", "mask": side.mask,
            "lot": safe_cell(side.lot), "day": side.day, "product": safe_cell(side.product), "side": side.side,
            "codes": " ".join(side.codes), "model": side.model,
        })
    put("manifest.csv", manifest.getvalue().encode())
    return kinds


def _sides_of(tx: Connection, can: Row, numbers: set[int]) -> Iterator[ConfirmedSide]:
    named: dict[int, list[tuple[str, Severity]]] = {}
    raised = tx.execute(select(raised_defect).where(raised_defect.c.revision_id == can.revision)).all()
    drawn = boxes_of(tx, [defect.id for defect in raised])
    for defect in raised:
        if defect.code != _UNNAMED and defect.severity:
            named.setdefault(defect.side, []).append((defect.code, Severity(defect.severity)))
    good = can.verdict == Verdict.GOOD
    newest = {row.side: row for row in tx.execute(
        select(side_attempt.c.side, side_attempt.c.photograph_sha256, side_attempt.c.model, photograph.c.media_type,
               photograph.c.width, photograph.c.height)
        .outerjoin(photograph, photograph.c.sha256 == side_attempt.c.photograph_sha256)
        .where(side_attempt.c.inspection_id == can.id, side_attempt.c.side.in_(numbers))
        .add_columns(as_it_came.label("as_it_came"))
        .order_by(side_attempt.c.side, side_attempt.c.attempt)
    )}
    for number, side in newest.items():
        if side.photograph_sha256 is None or not side.as_it_came or not (good or number in named):
            continue
        codes = tuple(dict.fromkeys(code for code, _ in named.get(number, ())))
        worst_here = worst(severity for _, severity in named.get(number, ()))
        kind = GOOD if good else next(code for code, severity in named[number] if severity is worst_here)
        yield ConfirmedSide(side.photograph_sha256, _ENDINGS.get(side.media_type, ".jpg"), kind, codes, can.id,
                            can.number, number, can.lot or "", can.plant_day, can.product_sku, side.model or "",
                            () if good else _whole_mask(number, raised, drawn), (side.width or 0, side.height or 0))


def _whole_mask(side: int, raised: Sequence[Row], drawn: dict[int, tuple[DrawnBox, ...]]) -> tuple[DrawnBox, ...]:
    """The boxes of a side where every defect of it has some; none where one has not."""
    boxes = [drawn.get(defect.id, ()) for defect in raised if defect.side == side]
    return tuple(box for some in boxes for box in some) if all(boxes) else ()
