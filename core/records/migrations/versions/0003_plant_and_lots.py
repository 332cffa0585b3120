"""The plant: its lines, seaming heads and shifts; lots with their states, samples, and what a device works on."""

import sqlalchemy as sa
from alembic import op

from core.records.triggers import guard_statements

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = ID
TEXT = sa.Text()
WHOLE = sa.Integer()


def upgrade() -> None:
    """Make the tables; the events of a lot are only appended to."""
    op.create_table(
        "plant",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("time_zone", TEXT, nullable=False),
        sa.Column("day_starts_minute", WHOLE, nullable=False),
        sa.CheckConstraint("id = 1", name="ck_plant_only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_plant"),
        sqlite_strict=True,
    )
    op.create_table(
        "line",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("retired", WHOLE, sa.CheckConstraint("retired IN (0, 1)", name="ck_line_retired_flag"),
                   nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_line"),
        sa.UniqueConstraint("name", name="uq_line_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "seaming_head",
        sa.Column("id", ID, nullable=False),
        sa.Column("line_id", ID, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("retired", WHOLE, sa.CheckConstraint("retired IN (0, 1)", name="ck_seaming_head_retired_flag"),
                   nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name="fk_seaming_head_line_id"),
        sa.PrimaryKeyConstraint("id", name="pk_seaming_head"),
        sa.UniqueConstraint("line_id", "name", name="uq_seaming_head_line_id_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "shift",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("starts_minute", WHOLE, nullable=False),
        sa.Column("ends_minute", WHOLE, nullable=False),
        sa.Column("retired", WHOLE, sa.CheckConstraint("retired IN (0, 1)", name="ck_shift_retired_flag"),
                   nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shift"),
        sa.UniqueConstraint("name", name="uq_shift_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "lot",
        sa.Column("id", ID, nullable=False),
        sa.Column("product_sku", TEXT, nullable=False),
        sa.Column("product_name", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("search_text", TEXT, nullable=False),
        sa.Column("production_day", TEXT, nullable=False),
        sa.Column("line", TEXT),
        sa.Column("shifts", TEXT, nullable=False),
        sa.Column("best_before", TEXT),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("opened_by", ID, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('open', 'accepted', 'held', 'released', 'rejected')", name="ck_lot_state"),
        sa.ForeignKeyConstraint(["opened_by"], ["user_account.id"], name="fk_lot_opened_by"),
        sa.PrimaryKeyConstraint("id", name="pk_lot"),
        sa.UniqueConstraint("product_sku", "code", name="uq_lot_product_sku_code"),
        sqlite_strict=True,
    )
    op.create_index("ix_lot_production_day", "lot", ["production_day"])
    op.create_index("ix_lot_state", "lot", ["state"])
    op.create_table(
        "lot_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("lot_id", ID, nullable=False),
        sa.Column("act", TEXT, nullable=False),
        sa.Column("old_state", TEXT),
        sa.Column("new_state", TEXT, nullable=False),
        sa.Column("produced_from", MOMENT),
        sa.Column("produced_to", MOMENT),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.CheckConstraint(
            "act IN ('opened', 'hold', 'accept', 'release', 'reject', 'rework', 'hold produced', 'release produced')",
            name="ck_lot_event_act"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_lot_event_user_id"),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_lot_event_lot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lot_event"),
        sqlite_strict=True,
    )
    op.create_index("ix_lot_event_lot_id", "lot_event", ["lot_id"])
    op.create_table(
        "sample",
        sa.Column("id", ID, nullable=False),
        sa.Column("lot_id", ID, nullable=False),
        sa.Column("plan", TEXT, nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("drawn_by", ID, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("decision", TEXT),
        sa.ForeignKeyConstraint(["drawn_by"], ["user_account.id"], name="fk_sample_drawn_by"),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_sample_lot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sample"),
        sqlite_strict=True,
    )
    op.create_index("ix_sample_lot_id", "sample", ["lot_id"])
    op.create_index("ix_sample_closed_at", "sample", ["closed_at"])
    op.create_table(
        "sample_can",
        sa.Column("sample_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", WHOLE, autoincrement=False, nullable=False),
        sa.Column("inspection_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["sample_id"], ["sample.id"], name="fk_sample_can_sample_id"),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name="fk_sample_can_inspection_id"),
        sa.PrimaryKeyConstraint("sample_id", "number", name="pk_sample_can"),
        sa.UniqueConstraint("inspection_id", name="uq_sample_can_inspection_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "work_context",
        sa.Column("session_id", ID, autoincrement=False, nullable=False),
        sa.Column("product_sku", TEXT, nullable=False),
        sa.Column("line", TEXT),
        sa.Column("seaming_head", TEXT),
        sa.Column("shift", TEXT),
        sa.Column("shift_ends_at", MOMENT),
        sa.Column("lot_id", ID),
        sa.Column("sample_id", ID),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("chosen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_work_context_lot_id"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_work_context_session_id"),
        sa.ForeignKeyConstraint(["sample_id"], ["sample.id"], name="fk_work_context_sample_id"),
        sa.PrimaryKeyConstraint("session_id", name="pk_work_context"),
        sqlite_strict=True,
    )
    op.create_index("ix_inspection_lot_id", "inspection", ["lot_id"])
    for statement in guard_statements("lot_event", op.get_bind().dialect.name):
        op.execute(sa.text(statement))
