"""Alerts sent to another system: how often each was tried, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = ID


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "alert_delivery",
        sa.Column("alert_id", ID, autoincrement=False, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", MOMENT),
        sa.Column("delivered_at", MOMENT),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_alert_delivery_alert_id"),
        sa.PrimaryKeyConstraint("alert_id", name="pk_alert_delivery"),
        sqlite_strict=True,
    )
