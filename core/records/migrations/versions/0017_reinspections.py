"""Which can a reinspection inspects again, and counts that tell inspections by which each can counts once."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KIND = ["plant_day", "shift", "lot_id", "line", "seaming_head", "product_sku", "judged_by", "inspector_id", "purpose",
        "once"]


def upgrade() -> None:
    """Add both columns; the counts are made anew after the migrations."""
    op.add_column("inspection", sa.Column("reinspects_id", ID))
    known = sa.text("reinspects_id IS NOT NULL")
    op.create_index("ix_inspection_reinspects_id", "inspection", ["reinspects_id"], sqlite_where=known,
                    postgresql_where=known)
    for table in ("box_count", "defect_count", "hour_count", "can_count"):
        op.execute(sa.delete(sa.table(table)))
    with op.batch_alter_table("can_count", table_kwargs={"sqlite_strict": True}) as batch:
        batch.drop_constraint("uq_can_count_kind", type_="unique")
        batch.add_column(sa.Column("once", sa.Integer(), nullable=False))
        batch.create_unique_constraint("uq_can_count_kind", KIND)
