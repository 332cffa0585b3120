"""The first tables: users, sessions, photographs, inspections with their verdicts, and the audit trail."""

import sqlalchemy as sa
from alembic import op

from core.records.triggers import guard_statements

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = ID
REAL: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
TEXT = sa.Text()
WHOLE = sa.Integer()


def upgrade() -> None:
    """Make the tables and guard those that are only appended to."""
    op.create_table(
        "audit",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("old", TEXT),
        sa.Column("new", TEXT),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("previous_hash", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_strict=True,
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.create_table(
        "day_counter",
        sa.Column("plant_day", TEXT, nullable=False),
        sa.Column("line", TEXT, nullable=False),
        sa.Column("last", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("plant_day", "line", name="pk_day_counter"),
        sqlite_strict=True,
    )
    op.create_table(
        "photograph",
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("bytes", WHOLE, nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("width", WHOLE),
        sa.Column("height", WHOLE),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_photograph"),
        sqlite_strict=True,
    )
    op.create_table(
        "setup_code",
        sa.Column("id", ID, nullable=False),
        sa.Column("code_hash", TEXT, nullable=False),
        sa.Column("wrong_tries", WHOLE, nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_setup_code"),
        sqlite_strict=True,
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", ID, nullable=False),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("tried_at", MOMENT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.CheckConstraint("outcome IN ('failed', 'succeeded', 'forgiven')", name="ck_sign_in_attempt_outcome"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_attempt"),
        sqlite_strict=True,
    )
    op.create_index("ix_sign_in_attempt_account_tried_at", "sign_in_attempt", ["account", "tried_at"])
    op.create_table(
        "user_account",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("password_hash", TEXT, nullable=False),
        sa.Column(
            "disabled", WHOLE,
            sa.CheckConstraint("disabled IN (0, 1)", name="ck_user_account_disabled_flag"), nullable=False,
        ),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sessions_valid_after", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user_account"),
        sa.UniqueConstraint("name", name="uq_user_account_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "inspection",
        sa.Column("id", ID, nullable=False),
        sa.Column("idempotency_key", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("plant_day", TEXT, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("product_sku", TEXT, nullable=False),
        sa.Column("product_name", TEXT, nullable=False),
        sa.Column("product", TEXT, nullable=False),
        sa.Column("line", TEXT),
        sa.Column("seaming_head", TEXT),
        sa.Column("shift", TEXT),
        sa.Column("lot_id", ID),
        sa.Column("inspector_id", ID, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.Column("decode_ms", REAL),
        sa.Column("model_ms", REAL),
        sa.Column("save_ms", REAL),
        sa.Column("current_revision", WHOLE),
        sa.CheckConstraint("state IN ('draft', 'finished', 'abandoned')", name="ck_inspection_state"),
        sa.ForeignKeyConstraint(["inspector_id"], ["user_account.id"], name="fk_inspection_inspector_id"),
        sa.PrimaryKeyConstraint("id", name="pk_inspection"),
        sa.UniqueConstraint("idempotency_key", name="uq_inspection_idempotency_key"),
        sa.UniqueConstraint("plant_day", "number", name="uq_inspection_plant_day_number"),
        sqlite_strict=True,
    )
    op.create_index("ix_inspection_inspector_id_state", "inspection", ["inspector_id", "state"])
    op.create_index("ix_inspection_state_finished_at", "inspection", ["state", "finished_at"])
    op.create_table(
        "session",
        sa.Column("id", ID, nullable=False),
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_session_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.UniqueConstraint("token_hash", name="uq_session_token_hash"),
        sqlite_strict=True,
    )
    op.create_index("ix_session_user_id", "session", ["user_id"])
    op.create_table(
        "contact_sheet",
        sa.Column("inspection_id", ID, autoincrement=False, nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name="fk_contact_sheet_inspection_id"),
        sa.PrimaryKeyConstraint("inspection_id", name="pk_contact_sheet"),
        sqlite_strict=True,
    )
    op.create_table(
        "revision",
        sa.Column("id", ID, nullable=False),
        sa.Column("inspection_id", ID, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("author_id", ID),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.CheckConstraint("verdict IN ('good', 'bad', 'review', 'incomplete')", name="ck_revision_verdict"),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name="fk_revision_author_id"),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name="fk_revision_inspection_id"),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
        sa.UniqueConstraint("inspection_id", "number", name="uq_revision_inspection_id_number"),
        sqlite_strict=True,
    )
    op.create_table(
        "side_attempt",
        sa.Column("id", ID, nullable=False),
        sa.Column("inspection_id", ID, nullable=False),
        sa.Column("side", WHOLE, nullable=False),
        sa.Column("attempt", WHOLE, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("probability", REAL),
        sa.Column("good_below", REAL),
        sa.Column("bad_from", REAL),
        sa.Column("model", TEXT),
        sa.Column("photograph_sha256", TEXT),
        sa.Column("file_name", TEXT, nullable=False),
        sa.Column("taken_at", MOMENT),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("heat_height", WHOLE),
        sa.Column("heat_width", WHOLE),
        sa.Column("heat", sa.LargeBinary()),
        sa.Column("decode_ms", REAL),
        sa.Column("model_ms", REAL),
        sa.CheckConstraint("outcome IN ('good', 'review', 'bad', 'missing', 'error')", name="ck_side_attempt_outcome"),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name="fk_side_attempt_inspection_id"),
        sa.ForeignKeyConstraint(["photograph_sha256"], ["photograph.sha256"], name="fk_side_attempt_photograph_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_side_attempt"),
        sa.UniqueConstraint("inspection_id", "side", "attempt", name="uq_side_attempt_inspection_id_side_attempt"),
        sqlite_strict=True,
    )
    op.create_index("ix_side_attempt_photograph_sha256", "side_attempt", ["photograph_sha256"])
    op.create_table(
        "raised_defect",
        sa.Column("id", ID, nullable=False),
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("side", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_raised_defect_revision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_raised_defect"),
        sqlite_strict=True,
    )
    op.create_index("ix_raised_defect_revision_id", "raised_defect", ["revision_id"])
    op.create_table(
        "side_box",
        sa.Column("id", ID, nullable=False),
        sa.Column("side_attempt_id", ID, nullable=False),
        sa.Column("x0", WHOLE, nullable=False),
        sa.Column("y0", WHOLE, nullable=False),
        sa.Column("x1", WHOLE, nullable=False),
        sa.Column("y1", WHOLE, nullable=False),
        sa.Column("score", REAL, nullable=False),
        sa.Column("code", TEXT),
        sa.ForeignKeyConstraint(["side_attempt_id"], ["side_attempt.id"], name="fk_side_box_side_attempt_id"),
        sa.PrimaryKeyConstraint("id", name="pk_side_box"),
        sqlite_strict=True,
    )
    op.create_index("ix_side_box_side_attempt_id", "side_box", ["side_attempt_id"])

    for table in ("audit", "side_attempt", "side_box", "revision", "raised_defect"):
        for statement in guard_statements(table, op.get_bind().dialect.name):
            op.execute(sa.text(statement))
