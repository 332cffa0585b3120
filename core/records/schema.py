"""Every table of the database. Migrations make them; a test compares the two."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, MetaData, Table, UniqueConstraint

from core.records.columns import Id, Real, flag, moment, one_of, text, whole

metadata = MetaData(naming_convention={
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
})

user_account = Table(
    "user_account", metadata,
    Column("id", Id, primary_key=True),
    text("name", unique=True),
    text("role"),
    text("password_hash"),
    flag("disabled"),
    moment("created_at"),
    moment("sessions_valid_after"),
    sqlite_strict=True,
)

session = Table(
    "session", metadata,
    Column("id", Id, primary_key=True),
    text("token_hash", unique=True),
    Column("user_id", ForeignKey(user_account.c.id), nullable=False, index=True),
    text("address"),
    moment("started_at"),
    moment("expires_at"),
    moment("ended_at", nullable=True),
    sqlite_strict=True,
)

sign_in_attempt = Table(
    "sign_in_attempt", metadata,
    Column("id", Id, primary_key=True),
    text("account"),
    text("address"),
    moment("tried_at"),
    text("outcome"),
    one_of("outcome", "failed", "succeeded", "forgiven"),
    Index(None, "account", "tried_at"),
    sqlite_strict=True,
)

setup_code = Table(
    "setup_code", metadata,
    Column("id", Id, primary_key=True),
    text("code_hash"),
    whole("wrong_tries"),
    moment("issued_at"),
    sqlite_strict=True,
)

photograph = Table(
    "photograph", metadata,
    text("sha256", primary_key=True),
    whole("bytes"),
    text("media_type"),
    whole("width", nullable=True),
    whole("height", nullable=True),
    moment("recorded_at"),
    sqlite_strict=True,
)

day_counter = Table(
    "day_counter", metadata,
    text("plant_day", primary_key=True),
    text("line", primary_key=True),
    whole("last"),
    sqlite_strict=True,
)

product = Table(
    "product", metadata,
    Column("id", Id, primary_key=True),
    text("sku", unique=True),
    text("product"),
    text("search_text"),
    whole("cans_a_case"),
    whole("cases_a_pallet"),
    text("code_pattern"),
    flag("retired"),
    moment("added_at"),
    sqlite_strict=True,
)

inspection = Table(
    "inspection", metadata,
    Column("id", Id, primary_key=True),
    text("idempotency_key", unique=True),
    text("number"),
    text("plant_day"),
    text("purpose"),
    text("product_sku"),
    text("product_name"),
    text("product"),
    text("line", nullable=True),
    text("seaming_head", nullable=True),
    text("shift", nullable=True),
    Column("lot_id", Id),
    Column("inspector_id", ForeignKey(user_account.c.id), nullable=False),
    text("state"),
    moment("started_at"),
    moment("finished_at", nullable=True),
    Column("decode_ms", Real),
    Column("model_ms", Real),
    Column("save_ms", Real),
    whole("current_revision", nullable=True),
    one_of("state", "draft", "finished", "abandoned"),
    UniqueConstraint("plant_day", "number"),
    Index(None, "inspector_id", "state"),
    Index(None, "state", "finished_at"),
    sqlite_strict=True,
)

contact_sheet = Table(
    "contact_sheet", metadata,
    Column("inspection_id", ForeignKey(inspection.c.id), primary_key=True, autoincrement=False),
    Column("jpeg", LargeBinary, nullable=False),
    sqlite_strict=True,
)

side_attempt = Table(
    "side_attempt", metadata,
    Column("id", Id, primary_key=True),
    Column("inspection_id", ForeignKey(inspection.c.id), nullable=False),
    whole("side"),
    whole("attempt"),
    text("outcome"),
    text("reason"),
    Column("probability", Real),
    Column("good_below", Real),
    Column("bad_from", Real),
    text("model", nullable=True),
    Column("photograph_sha256", ForeignKey(photograph.c.sha256), index=True),
    text("file_name"),
    moment("taken_at", nullable=True),
    moment("recorded_at"),
    whole("heat_height", nullable=True),
    whole("heat_width", nullable=True),
    Column("heat", LargeBinary),
    Column("decode_ms", Real),
    Column("model_ms", Real),
    one_of("outcome", "good", "review", "bad", "missing", "error"),
    UniqueConstraint("inspection_id", "side", "attempt"),
    sqlite_strict=True,
)

side_box = Table(
    "side_box", metadata,
    Column("id", Id, primary_key=True),
    Column("side_attempt_id", ForeignKey(side_attempt.c.id), nullable=False, index=True),
    whole("x0"), whole("y0"), whole("x1"), whole("y1"),
    Column("score", Real, nullable=False),
    text("code", nullable=True),
    sqlite_strict=True,
)

revision = Table(
    "revision", metadata,
    Column("id", Id, primary_key=True),
    Column("inspection_id", ForeignKey(inspection.c.id), nullable=False),
    whole("number"),
    text("verdict"),
    text("reason"),
    Column("author_id", ForeignKey(user_account.c.id)),
    moment("recorded_at"),
    text("note"),
    one_of("verdict", "good", "bad", "review", "incomplete"),
    UniqueConstraint("inspection_id", "number"),
    sqlite_strict=True,
)

raised_defect = Table(
    "raised_defect", metadata,
    Column("id", Id, primary_key=True),
    Column("revision_id", ForeignKey(revision.c.id), nullable=False, index=True),
    text("code"),
    whole("side"),
    sqlite_strict=True,
)

audit = Table(
    "audit", metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    moment("recorded_at"),
    text("actor"),
    text("action"),
    text("subject", index=True),
    text("old", nullable=True),
    text("new", nullable=True),
    text("why"),
    text("previous_hash"),
    text("hash"),
    sqlite_strict=True,
)

APPEND_ONLY = ("audit", "side_attempt", "side_box", "revision", "raised_defect")
"""Tables whose rows are never changed or deleted; triggers in the database see to it."""
