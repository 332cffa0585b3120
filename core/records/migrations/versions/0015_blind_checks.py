"""Cans that are judged before the model's verdict is shown, and the share of them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = ID


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "check_share",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("blind_percent", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_check_share_only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_check_share"),
        sqlite_strict=True,
    )
    op.create_table(
        "blind_check",
        sa.Column("inspection_id", ID, autoincrement=False, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("verdict", sa.Text()),
        sa.Column("code", sa.Text()),
        sa.Column("side", sa.Integer()),
        sa.Column("judged_at", MOMENT),
        sa.CheckConstraint("verdict IN ('good', 'bad')", name="ck_blind_check_verdict"),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name="fk_blind_check_inspection_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_blind_check_user_id"),
        sa.PrimaryKeyConstraint("inspection_id", name="pk_blind_check"),
        sqlite_strict=True,
    )
    op.create_index("ix_blind_check_user_id_inspection_id", "blind_check", ["user_id", "inspection_id"])
