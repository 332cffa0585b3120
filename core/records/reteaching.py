"""Re-teaching a view: after a camera moved, good cans show a product's models what they look like now."""

from dataclasses import dataclass

from sqlalchemy import Connection, exists, select

from core.errors import BadInput
from core.imaging.decode import decode
from core.quality.rights import Right
from core.quality.sides import Product
from core.quality.verdict import Verdict
from core.records import images
from core.records.models import check_reason, split_name
from core.records.photograph_rows import as_it_came
from core.records.schema import inspection, review, revision, side_attempt
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Actor, Changed, reading, use_case

LEAST_CANS = 20
"""Good cans that show a view."""


@dataclass(frozen=True)
class GoodCan:
    """A can that a person confirmed good: its id, and the photograph of each side by the side's number."""

    id: int
    photographs: dict[int, str]


@reading(Right.KEEP_MODELS)
def good_cans(tx: Connection, user: User, sku: str) -> list[GoodCan]:
    """Return the newest cans of a product that a person confirmed good, at most ``LEAST_CANS``.

    None of which a photograph was re-encoded to make room: that would teach the re-encoding.
    """
    rows = tx.execute(
        select(inspection.c.id)
        .join(revision, (revision.c.inspection_id == inspection.c.id)
              & (revision.c.number == inspection.c.current_revision))
        .join(review, (review.c.revision_id == revision.c.id) & review.c.disposition.is_not(None))
        .where(inspection.c.state == "finished", inspection.c.product_sku == sku,
               revision.c.verdict == Verdict.GOOD.value,
               ~exists().where(side_attempt.c.inspection_id == inspection.c.id, ~as_it_came))
        .order_by(inspection.c.finished_at.desc(), inspection.c.id.desc()).limit(LEAST_CANS)
    ).scalars()
    return [GoodCan(can, _photographs(tx, can)) for can in rows]


def reteach(actor: Actor, product: Product, reason: str) -> list[str]:
    """Make a new version of each of the product's models that knows the view of its newest good cans, and activate it.

    Returns the versions' names. Raises BadInput for fewer good cans than ``LEAST_CANS``, a photograph that cannot be
    read, a model that is missing or damaged, and without a reason; nothing is changed then.
    """
    from core.vision import versions
    from core.vision.engine import Engine
    from core.vision.reteaching import reteach as look_again

    check_reason(reason)
    cans = good_cans(actor, product.sku)
    if len(cans) < LEAST_CANS:
        raise BadInput(f"A view is taught by {LEAST_CANS} cans that a person confirmed good; of {product.name} there "
                       f"are {len(cans)}: take and review more of them from where the camera stands now.")
    engine, taught = Engine(), []
    for model in sorted(set(product.models.values())):
        old = versions.active_version(model)
        mine = {side.number for side in product.sides if product.models[side.group] == model}
        kept = [sha256 for can in cans for number, sha256 in can.photographs.items() if number in mine]
        rgbs = [decode(sha256, _load(sha256)).rgb for sha256 in kept]
        if len(rgbs) < LEAST_CANS:
            raise BadInput(f"These cans have {len(rgbs)} photographs for {model}: take all of their sides.")
        taught.append((old.card.name, *look_again(old, versions.next_version(model), rgbs, engine)))
    record_view(actor, product.sku, {card.name: old for old, card, _ in taught}, [can.id for can in cans], reason)
    for before, card, content in taught:
        version = versions.find_version(*split_name(before))
        names, learnt = versions.names_content(version), versions.learnt_picture(version)
        versions.save_version(card, content, names, learnt=learnt)
        versions.activate(card.model, card.version)
    return [card.name for _, card, _ in taught]


@use_case(Right.KEEP_MODELS)
def record_view(
    tx: Connection, user: User, sku: str, versions: dict[str, str], cans: list[int], reason: str
) -> Changed[None]:
    """Record that new versions (each with the one that it was made of) know a view from now on, taught by cans."""
    check_reason(reason)
    return Changed(None, Entry("view re-taught", f"product:{sku}", {"active": sorted(versions.values())},
                               {"active": sorted(versions), "cans": cans}, reason))


def _photographs(tx: Connection, can: int) -> dict[int, str]:
    rows = tx.execute(
        select(side_attempt.c.side, side_attempt.c.photograph_sha256)
        .where(side_attempt.c.inspection_id == can).order_by(side_attempt.c.side, side_attempt.c.attempt)
    )
    newest = {row.side: row.photograph_sha256 for row in rows}
    return {number: sha256 for number, sha256 in newest.items() if sha256 is not None}


def _load(sha256: str) -> bytes:
    try:
        return images.load(sha256)
    except images.DamagedPhotograph as problem:
        raise BadInput(str(problem)) from problem
