"""Boxes that people drew with the defects that they named: checked, kept with the defect, and read again."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, insert, select

from core.errors import BadInput
from core.quality.drawn_box import MOST_BOXES, DrawnBox
from core.records.can import Can, Drawn, Revision
from core.records.schema import drawn_box, photograph


def check_boxes(tx: Connection, can: Can, side: int, boxes: Sequence[DrawnBox]) -> tuple[DrawnBox, ...]:
    """Return the boxes, each once; raises BadInput for more than a defect may have, or one beside the photograph."""
    if not boxes:
        return ()
    if len(boxes) > MOST_BOXES:
        raise BadInput(f"More than {MOST_BOXES} boxes for one defect: draw one round all of it.")
    kept = can.sides.get(side)
    size = tx.execute(select(photograph.c.width, photograph.c.height)
                      .where(photograph.c.sha256 == kept.photograph)).one_or_none() if kept else None
    if size is None or size.width is None or size.height is None:
        raise BadInput(f"Side {side} has no photograph to draw on: name the defect without a box.")
    if not all(box.lies_in(size.width, size.height) for box in boxes):
        raise BadInput(f"A box does not lie on the photograph of side {side}: draw it again.")
    return tuple(dict.fromkeys(boxes))


def add_boxes(tx: Connection, boxes: Iterable[tuple[int, DrawnBox]]) -> None:
    """Append boxes, each with the id of the raised defect that it shows."""
    rows = [{"raised_defect_id": defect_id, **asdict(box)} for defect_id, box in boxes]
    if rows:
        tx.execute(insert(drawn_box), rows)


def boxes_of(tx: Connection, defect_ids: Collection[int]) -> dict[int, tuple[DrawnBox, ...]]:
    """Return the boxes of raised defects by the defect's id."""
    found: defaultdict[int, list[DrawnBox]] = defaultdict(list)
    if defect_ids:
        for row in tx.execute(select(drawn_box).where(drawn_box.c.raised_defect_id.in_(defect_ids))
                              .order_by(drawn_box.c.id)):
            found[row.raised_defect_id].append(DrawnBox(row.x0, row.y0, row.x1, row.y1))
    return {defect_id: tuple(boxes) for defect_id, boxes in found.items()}


def holding_boxes(revisions: Sequence[Revision]) -> dict[int, tuple[Drawn, ...]]:
    """Return the boxes that hold, by side, each with whoever drew it first."""
    first: dict[tuple[int, DrawnBox], str] = {}
    for revision in revisions:
        for defect in revision.defects:
            for box in defect.boxes:
                first.setdefault((defect.side, box), revision.author or "")
    holding: defaultdict[int, list[Drawn]] = defaultdict(list)
    for defect in revisions[-1].defects if revisions else ():
        holding[defect.side].extend(Drawn(box, defect.code, first[defect.side, box]) for box in defect.boxes)
    return {side: tuple(drawn) for side, drawn in holding.items()}
