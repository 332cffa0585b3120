"""Counts of finished cans, from which the statistics are read; they are filled after the migrations."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()
WHOLE = sa.Integer()


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "can_count",
        sa.Column("id", ID, nullable=False),
        sa.Column("plant_day", TEXT, nullable=False),
        sa.Column("shift", TEXT, nullable=False),
        sa.Column("lot_id", ID, nullable=False),
        sa.Column("line", TEXT, nullable=False),
        sa.Column("seaming_head", TEXT, nullable=False),
        sa.Column("product_sku", TEXT, nullable=False),
        sa.Column("judged_by", TEXT, nullable=False),
        sa.Column("inspector_id", ID, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        *(sa.Column(name, WHOLE, nullable=False) for name in (
            "good", "bad", "review", "incomplete", "confirmed_good", "confirmed_bad", "false_alarm", "missed",
            "defects", "measured")),
        sa.Column("probability_ppm", ID, nullable=False),
        sa.ForeignKeyConstraint(["inspector_id"], ["user_account.id"], name="fk_can_count_inspector_id"),
        sa.PrimaryKeyConstraint("id", name="pk_can_count"),
        sa.UniqueConstraint(
            "plant_day", "shift", "lot_id", "line", "seaming_head", "product_sku", "judged_by", "inspector_id",
            "purpose", name="uq_can_count_kind"),
        sqlite_strict=True,
    )
    op.create_table(
        "hour_count",
        sa.Column("count_id", ID, autoincrement=False, nullable=False),
        sa.Column("hour", WHOLE, autoincrement=False, nullable=False),
        sa.Column("cans", WHOLE, nullable=False),
        sa.Column("timed", WHOLE, nullable=False),
        *(sa.Column(name, ID, nullable=False) for name in ("decode_us", "model_us", "save_us")),
        sa.ForeignKeyConstraint(["count_id"], ["can_count.id"], name="fk_hour_count_count_id"),
        sa.PrimaryKeyConstraint("count_id", "hour", name="pk_hour_count"),
        sqlite_strict=True,
    )
    op.create_table(
        "defect_count",
        sa.Column("count_id", ID, autoincrement=False, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("severity", TEXT, nullable=False),
        sa.Column("side", WHOLE, autoincrement=False, nullable=False),
        sa.Column("defects", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["count_id"], ["can_count.id"], name="fk_defect_count_count_id"),
        sa.PrimaryKeyConstraint("count_id", "code", "severity", "side", name="pk_defect_count"),
        sqlite_strict=True,
    )
    op.create_table(
        "box_count",
        sa.Column("count_id", ID, autoincrement=False, nullable=False),
        *(sa.Column(name, WHOLE, autoincrement=False, nullable=False) for name in ("side", "x0", "y0", "x1", "y1")),
        sa.Column("boxes", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["count_id"], ["can_count.id"], name="fk_box_count_count_id"),
        sa.PrimaryKeyConstraint("count_id", "side", "x0", "y0", "x1", "y1", name="pk_box_count"),
        sqlite_strict=True,
    )
