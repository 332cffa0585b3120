"""Photographs of good cans that are re-encoded to make room."""

import sqlalchemy as sa
from alembic import op

from core.records.triggers import guard_statements

revision = "0014"
down_revision = "0013"

MOMENT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "reencoded_photograph"


def upgrade() -> None:
    """Add the plant's setting and make the table."""
    op.add_column("plant", sa.Column("reencode_after_days", sa.Integer()))
    op.create_table(
        TABLE,
        sa.Column("original_sha256", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["original_sha256"], ["photograph.sha256"],
                                name=f"fk_{TABLE}_original_sha256"),
        sa.PrimaryKeyConstraint("original_sha256", name=f"pk_{TABLE}"),
        sqlite_strict=True,
    )
    op.create_index(f"ix_{TABLE}_sha256", TABLE, ["sha256"])
    for statement in guard_statements(TABLE, op.get_bind().dialect.name):
        op.execute(sa.text(statement))
