"""When a session was last seen, one-time codes, PINs on registered devices, and users who were deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = ID
TEXT = sa.Text()


def upgrade() -> None:
    """Make the table, the columns and the index."""
    op.create_table(
        "device",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("registered_by", ID, nullable=False),
        sa.Column("registered_at", MOMENT, nullable=False),
        sa.Column("retired_at", MOMENT),
        sa.ForeignKeyConstraint(["registered_by"], ["user_account.id"], name="fk_device_registered_by"),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
        sa.UniqueConstraint("name", name="uq_device_name"),
        sa.UniqueConstraint("token_hash", name="uq_device_token_hash"),
        sqlite_strict=True,
    )
    for name, kind in (("code_hash", TEXT), ("code_expires_at", MOMENT), ("pin_hash", TEXT), ("deleted_at", MOMENT)):
        op.add_column("user_account", sa.Column(name, kind))
    for name in ("last_seen_at", "device_id"):
        op.add_column("session", sa.Column(name, ID))
    op.create_index("ix_sign_in_attempt_address_tried_at", "sign_in_attempt", ["address", "tried_at"])
