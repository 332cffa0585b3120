"""What a person says of a can when reviewing it, and which cans want a person."""

import sqlalchemy as sa
from alembic import op

from core.records.triggers import guard_statements

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = ID
TEXT = sa.Text()
WHOLE = sa.Integer()


def upgrade() -> None:
    """Make the table and the columns."""
    op.create_table(
        "review",
        sa.Column("revision_id", ID, autoincrement=False, nullable=False),
        sa.Column("agrees", WHOLE, sa.CheckConstraint("agrees IN (0, 1)", name="ck_review_agrees_flag"),
                   nullable=False),
        sa.Column("disposition", TEXT),
        sa.Column("severity", TEXT),
        sa.Column("undoes", WHOLE),
        sa.CheckConstraint("disposition IN ('passed', 'reworked', 'scrapped', 'laboratory')",
                           name="ck_review_disposition"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_review_revision_id"),
        sa.PrimaryKeyConstraint("revision_id", name="pk_review"),
        sqlite_strict=True,
    )
    for name, kind in (("cause", WHOLE), ("severity", TEXT), ("answers", TEXT)):
        op.add_column("raised_defect", sa.Column(name, kind))
    for name, kind in (("review_rank", WHOLE), ("review_reason", TEXT)):
        op.add_column("inspection", sa.Column(name, kind))
    op.create_index("ix_inspection_review_rank_finished_at", "inspection", ["review_rank", "finished_at"])
    for statement in guard_statements("review", op.get_bind().dialect.name):
        op.execute(sa.text(statement))
