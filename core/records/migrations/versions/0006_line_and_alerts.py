"""What happens on a line: events and seam checks; alerts; known cans and the rounds in which they are shown."""

import sqlalchemy as sa
from alembic import op

from core.records.triggers import guard_statements

revision = "0006"
down_revision = "0005"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = ID
TEXT = sa.Text()
WHOLE = sa.Integer()


def upgrade() -> None:
    """Make the tables; events, checks and answers are only appended to."""
    op.create_table(
        "line_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("line", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('started', 'stopped', 'jam', 'adjusted', 'format change', 'camera moved')",
                           name="ck_line_event_kind"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_line_event_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_line_event"),
        sqlite_strict=True,
    )
    op.create_index("ix_line_event_line_recorded_at", "line_event", ["line", "recorded_at"])
    op.create_index("ix_line_event_recorded_at", "line_event", ["recorded_at"])
    op.create_table(
        "seam_check",
        sa.Column("id", ID, nullable=False),
        sa.Column("line", TEXT, nullable=False),
        sa.Column("findings", TEXT, nullable=False),
        sa.Column("passed", WHOLE, sa.CheckConstraint("passed IN (0, 1)", name="ck_seam_check_passed_flag"),
                  nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_seam_check_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_seam_check"),
        sqlite_strict=True,
    )
    op.create_index("ix_seam_check_line_recorded_at", "seam_check", ["line", "recorded_at"])
    op.create_table(
        "alert",
        sa.Column("id", ID, nullable=False),
        sa.Column("cause", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("details", TEXT, nullable=False),
        sa.Column("line", TEXT),
        sa.Column("lot_id", ID),
        sa.Column("inspection_id", ID),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("taken_by", ID),
        sa.Column("taken_at", MOMENT),
        sa.Column("note", TEXT),
        sa.CheckConstraint("kind IN ('signal', 'critical defect', 'rejection', 'check overdue', 'check failed', "
                           "'not qualified')", name="ck_alert_kind"),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_alert_lot_id"),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name="fk_alert_inspection_id"),
        sa.ForeignKeyConstraint(["taken_by"], ["user_account.id"], name="fk_alert_taken_by"),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
        sa.UniqueConstraint("cause", name="uq_alert_cause"),
        sqlite_strict=True,
    )
    op.create_index("ix_alert_taken_at", "alert", ["taken_at"])
    op.create_table(
        "known_can",
        sa.Column("id", ID, nullable=False),
        sa.Column("inspection_id", ID, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("truth", TEXT, nullable=False),
        sa.Column("code", TEXT),
        sa.Column("lesson", TEXT, nullable=False),
        sa.Column("retired", WHOLE, sa.CheckConstraint("retired IN (0, 1)", name="ck_known_can_retired_flag"),
                  nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.CheckConstraint("truth IN ('good', 'bad')", name="ck_known_can_truth"),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name="fk_known_can_inspection_id"),
        sa.PrimaryKeyConstraint("id", name="pk_known_can"),
        sa.UniqueConstraint("inspection_id", name="uq_known_can_inspection_id"),
        sa.UniqueConstraint("name", name="uq_known_can_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "test_round",
        sa.Column("id", ID, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("line", TEXT),
        sa.Column("shift", TEXT),
        sa.Column("cans", TEXT, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("missed", WHOLE, nullable=False),
        sa.Column("cleared_by", ID),
        sa.Column("cleared_at", MOMENT),
        sa.Column("cleared_note", TEXT),
        sa.CheckConstraint("purpose IN ('test can', 'practice')", name="ck_test_round_purpose"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_test_round_user_id"),
        sa.ForeignKeyConstraint(["cleared_by"], ["user_account.id"], name="fk_test_round_cleared_by"),
        sa.PrimaryKeyConstraint("id", name="pk_test_round"),
        sqlite_strict=True,
    )
    op.create_index("ix_test_round_user_id_started_at", "test_round", ["user_id", "started_at"])
    op.create_table(
        "test_answer",
        sa.Column("round_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", WHOLE, autoincrement=False, nullable=False),
        sa.Column("known_can_id", ID, nullable=False),
        sa.Column("truth", TEXT, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("code", TEXT),
        sa.Column("model_verdict", TEXT),
        sa.Column("model", TEXT),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.CheckConstraint("verdict IN ('good', 'bad')", name="ck_test_answer_verdict"),
        sa.ForeignKeyConstraint(["round_id"], ["test_round.id"], name="fk_test_answer_round_id"),
        sa.ForeignKeyConstraint(["known_can_id"], ["known_can.id"], name="fk_test_answer_known_can_id"),
        sa.PrimaryKeyConstraint("round_id", "number", name="pk_test_answer"),
        sqlite_strict=True,
    )
    op.create_index("ix_test_answer_known_can_id", "test_answer", ["known_can_id"])
    for table in ("line_event", "seam_check", "test_answer"):
        for statement in guard_statements(table, op.get_bind().dialect.name):
            op.execute(sa.text(statement))
