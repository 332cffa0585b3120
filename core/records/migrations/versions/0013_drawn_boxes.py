"""Boxes that people draw where they saw a defect."""

import sqlalchemy as sa
from alembic import op

from core.records.triggers import guard_statements

revision = "0013"
down_revision = "0012"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "drawn_box",
        sa.Column("id", ID, nullable=False),
        sa.Column("raised_defect_id", ID, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("x0", "y0", "x1", "y1")),
        sa.ForeignKeyConstraint(["raised_defect_id"], ["raised_defect.id"],
                                name="fk_drawn_box_raised_defect_id"),
        sa.PrimaryKeyConstraint("id", name="pk_drawn_box"),
        sqlite_strict=True,
    )
    op.create_index("ix_drawn_box_raised_defect_id", "drawn_box", ["raised_defect_id"])
    for statement in guard_statements("drawn_box", op.get_bind().dialect.name):
        op.execute(sa.text(statement))
