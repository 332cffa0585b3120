"""Indexes by which the gallery finds cans, whatever is asked for and however far back."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_OF_CANS = ("product_sku", "purpose", "line", "seaming_head", "shift", "inspector_id")
_OF_SIDES = ("side", "outcome", "model")


def upgrade() -> None:
    for column in _OF_CANS:
        _create("inspection", [column], "current_revision IS NOT NULL")
    for column in _OF_SIDES:
        _create("side_attempt", [column, "inspection_id"])
    _create("revision", ["verdict", "inspection_id"])
    _create("revision", ["inspection_id"], "number > 0")
    _create("raised_defect", ["code", "revision_id"])


def _create(table: str, columns: list[str], where: str | None = None) -> None:
    condition = sa.text(where) if where else None
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns,
                    sqlite_where=condition, postgresql_where=condition)
