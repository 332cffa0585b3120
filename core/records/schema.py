"""Every table of the database. Migrations make them; a test compares the two."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    literal_column,
)

from core.quality.can_figures import COUNTED
from core.records.columns import Id, Real, flag, moment, one_of, text, whole

metadata = MetaData(naming_convention={
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
})


def _index_where(condition: str, *columns: str) -> Index:
    """An index of those rows alone for which a condition holds."""
    return Index(None, *columns, sqlite_where=literal_column(condition), postgresql_where=literal_column(condition))


user_account = Table(
    "user_account", metadata,
    Column("id", Id, primary_key=True),
    text("name", unique=True),
    text("role"),
    text("password_hash"),
    flag("disabled"),
    moment("created_at"),
    moment("sessions_valid_after"),
    text("code_hash", nullable=True),
    moment("code_expires_at", nullable=True),
    text("pin_hash", nullable=True),
    moment("deleted_at", nullable=True),
    sqlite_strict=True,
)

device = Table(
    "device", metadata,
    Column("id", Id, primary_key=True),
    text("name", unique=True),
    text("token_hash", unique=True),
    Column("registered_by", ForeignKey(user_account.c.id), nullable=False),
    moment("registered_at"),
    moment("retired_at", nullable=True),
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
    moment("last_seen_at", nullable=True),
    Column("device_id", Id),
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
    Index(None, "address", "tried_at"),
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

reencoded_photograph = Table(
    "reencoded_photograph", metadata,
    Column("original_sha256", ForeignKey(photograph.c.sha256), primary_key=True),
    text("sha256", index=True),
    whole("bytes"),
    whole("width"),
    whole("height"),
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
    text("picture_sha256", nullable=True),
    sqlite_strict=True,
)

plant = Table(
    "plant", metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    text("name"),
    text("time_zone"),
    whole("day_starts_minute"),
    whole("reencode_after_days", nullable=True),
    CheckConstraint("id = 1", name="only_one"),
    sqlite_strict=True,
)

line = Table(
    "line", metadata,
    Column("id", Id, primary_key=True),
    text("name", unique=True),
    flag("retired"),
    moment("added_at"),
    sqlite_strict=True,
)

seaming_head = Table(
    "seaming_head", metadata,
    Column("id", Id, primary_key=True),
    Column("line_id", ForeignKey(line.c.id), nullable=False),
    text("name"),
    flag("retired"),
    UniqueConstraint("line_id", "name"),
    sqlite_strict=True,
)

shift = Table(
    "shift", metadata,
    Column("id", Id, primary_key=True),
    text("name", unique=True),
    whole("starts_minute"),
    whole("ends_minute"),
    flag("retired"),
    sqlite_strict=True,
)

lot = Table(
    "lot", metadata,
    Column("id", Id, primary_key=True),
    text("product_sku"),
    text("product_name"),
    text("code"),
    text("search_text"),
    text("production_day"),
    text("line", nullable=True),
    text("shifts"),
    text("best_before", nullable=True),
    whole("quantity"),
    text("state"),
    Column("opened_by", ForeignKey(user_account.c.id), nullable=False),
    moment("opened_at"),
    one_of("state", "open", "accepted", "held", "released", "rejected"),
    UniqueConstraint("product_sku", "code"),
    Index(None, "state"),
    Index(None, "production_day"),
    sqlite_strict=True,
)

lot_event = Table(
    "lot_event", metadata,
    Column("id", Id, primary_key=True),
    Column("lot_id", ForeignKey(lot.c.id), nullable=False, index=True),
    text("act"),
    text("old_state", nullable=True),
    text("new_state"),
    moment("produced_from", nullable=True),
    moment("produced_to", nullable=True),
    Column("user_id", ForeignKey(user_account.c.id), nullable=False),
    moment("recorded_at"),
    text("reason"),
    one_of("act", "opened", "hold", "accept", "release", "reject", "rework", "hold produced", "release produced"),
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
    Column("reinspects_id", Id),
    Column("inspector_id", ForeignKey(user_account.c.id), nullable=False),
    text("state"),
    moment("started_at"),
    moment("finished_at", nullable=True),
    Column("decode_ms", Real),
    Column("model_ms", Real),
    Column("save_ms", Real),
    whole("current_revision", nullable=True),
    whole("review_rank", nullable=True),
    text("review_reason", nullable=True),
    text("note", nullable=True),
    one_of("state", "draft", "finished", "abandoned"),
    UniqueConstraint("plant_day", "number"),
    Index(None, "inspector_id", "state"),
    Index(None, "state", "finished_at"),
    Index(None, "lot_id"),
    Index(None, "review_rank", "finished_at"),
    _index_where("reinspects_id IS NOT NULL", "reinspects_id"),
    *(_index_where("current_revision IS NOT NULL", column)
      for column in ("product_sku", "purpose", "line", "seaming_head", "shift", "inspector_id")),
    sqlite_strict=True,
)

check_share = Table(
    "check_share", metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    whole("blind_percent"),
    text("seed"),
    CheckConstraint("id = 1", name="only_one"),
    sqlite_strict=True,
)

blind_check = Table(
    "blind_check", metadata,
    Column("inspection_id", ForeignKey(inspection.c.id), primary_key=True, autoincrement=False),
    Column("user_id", ForeignKey(user_account.c.id), nullable=False),
    text("verdict", nullable=True),
    text("code", nullable=True),
    whole("side", nullable=True),
    moment("judged_at", nullable=True),
    one_of("verdict", "good", "bad"),
    Index(None, "user_id", "inspection_id"),
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
    *(Index(None, column, "inspection_id") for column in ("side", "outcome", "model")),
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
    Index(None, "verdict", "inspection_id"),
    _index_where("number > 0", "inspection_id"),
    sqlite_strict=True,
)

raised_defect = Table(
    "raised_defect", metadata,
    Column("id", Id, primary_key=True),
    Column("revision_id", ForeignKey(revision.c.id), nullable=False, index=True),
    text("code"),
    whole("side"),
    whole("cause", nullable=True),
    text("severity", nullable=True),
    text("answers", nullable=True),
    Index(None, "code", "revision_id"),
    sqlite_strict=True,
)

drawn_box = Table(
    "drawn_box", metadata,
    Column("id", Id, primary_key=True),
    Column("raised_defect_id", ForeignKey(raised_defect.c.id), nullable=False, index=True),
    whole("x0"), whole("y0"), whole("x1"), whole("y1"),
    sqlite_strict=True,
)

review = Table(
    "review", metadata,
    Column("revision_id", ForeignKey(revision.c.id), primary_key=True, autoincrement=False),
    flag("agrees"),
    text("disposition", nullable=True),
    text("severity", nullable=True),
    whole("undoes", nullable=True),
    one_of("disposition", "passed", "reworked", "scrapped", "laboratory"),
    sqlite_strict=True,
)

review_pair = Table(
    "review_pair", metadata,
    Column("id", Id, primary_key=True),
    Column("inspection_id", ForeignKey(inspection.c.id), nullable=False, unique=True),
    moment("assigned_at"),
    Column("first_id", ForeignKey(user_account.c.id), nullable=False), text("first_verdict", nullable=True),
    text("first_code", nullable=True), moment("first_at", nullable=True),
    Column("second_id", ForeignKey(user_account.c.id), nullable=False), text("second_verdict", nullable=True),
    text("second_code", nullable=True), moment("second_at", nullable=True),
    one_of("first_verdict", "good", "bad"), one_of("second_verdict", "good", "bad"),
    Index(None, "first_id", "first_verdict"), Index(None, "second_id", "second_verdict"),
    sqlite_strict=True,
)

sample = Table(
    "sample", metadata,
    Column("id", Id, primary_key=True),
    Column("lot_id", ForeignKey(lot.c.id), nullable=False, index=True),
    text("plan"),
    whole("size"),
    Column("drawn_by", ForeignKey(user_account.c.id), nullable=False),
    moment("started_at"),
    moment("closed_at", nullable=True, index=True),
    text("decision", nullable=True),
    sqlite_strict=True,
)

sample_can = Table(
    "sample_can", metadata,
    Column("sample_id", ForeignKey(sample.c.id), primary_key=True, autoincrement=False),
    whole("number", primary_key=True, autoincrement=False),
    Column("inspection_id", ForeignKey(inspection.c.id), nullable=False, unique=True),
    sqlite_strict=True,
)

work_context = Table(
    "work_context", metadata,
    Column("session_id", ForeignKey(session.c.id), primary_key=True, autoincrement=False),
    text("product_sku"),
    text("line", nullable=True),
    text("seaming_head", nullable=True),
    text("shift", nullable=True),
    moment("shift_ends_at", nullable=True),
    Column("lot_id", ForeignKey(lot.c.id)),
    Column("sample_id", ForeignKey(sample.c.id)),
    text("purpose"),
    moment("chosen_at"),
    sqlite_strict=True,
)

warehouse = Table(
    "warehouse", metadata,
    Column("id", Id, primary_key=True),
    text("code", unique=True),
    text("name"),
    text("address"),
    flag("retired"),
    moment("added_at"),
    sqlite_strict=True,
)

rack = Table(
    "rack", metadata,
    Column("id", Id, primary_key=True),
    Column("warehouse_id", ForeignKey(warehouse.c.id), nullable=False),
    text("code"),
    moment("added_at"),
    UniqueConstraint("warehouse_id", "code"),
    sqlite_strict=True,
)

place = Table(
    "place", metadata,
    Column("id", Id, primary_key=True),
    Column("warehouse_id", ForeignKey(warehouse.c.id), nullable=False),
    Column("rack_id", ForeignKey(rack.c.id), nullable=False),
    whole("aisle"),
    whole("bay"),
    whole("level"),
    text("name"),
    whole("capacity"),
    text("kind"),
    flag("blocked"),
    flag("taken_out"),
    one_of("kind", "storage", "quarantine", "staging"),
    UniqueConstraint("warehouse_id", "name"),
    UniqueConstraint("rack_id", "aisle", "bay", "level"),
    sqlite_strict=True,
)

pallet = Table(
    "pallet", metadata,
    Column("id", Id, primary_key=True),
    text("code", unique=True),
    Column("lot_id", ForeignKey(lot.c.id), nullable=False, index=True),
    whole("cans"),
    moment("produced_from", nullable=True),
    moment("produced_to", nullable=True),
    Column("place_id", ForeignKey(place.c.id), index=True),
    flag("held"),
    moment("received_at"),
    moment("placed_at", nullable=True),
    moment("shipped_at", nullable=True, index=True),
    sqlite_strict=True,
)

stock_move = Table(
    "stock_move", metadata,
    Column("id", Id, primary_key=True),
    Column("pallet_id", ForeignKey(pallet.c.id), nullable=False, index=True),
    text("kind"),
    Column("from_place_id", ForeignKey(place.c.id)),
    Column("to_place_id", ForeignKey(place.c.id)),
    Column("user_id", ForeignKey(user_account.c.id), nullable=False),
    moment("recorded_at", index=True),
    text("reason"),
    one_of("kind", "received", "moved", "shipped"),
    sqlite_strict=True,
)

rack_picture = Table(
    "rack_picture", metadata,
    Column("id", Id, primary_key=True),
    Column("rack_id", ForeignKey(rack.c.id), nullable=False, index=True),
    whole("aisle"),
    Column("photograph_sha256", ForeignKey(photograph.c.sha256), nullable=False, index=True),
    text("corners"),
    Column("user_id", ForeignKey(user_account.c.id), nullable=False),
    moment("recorded_at"),
    sqlite_strict=True,
)

line_event = Table(
    "line_event", metadata,
    Column("id", Id, primary_key=True),
    text("line"),
    text("kind"),
    text("note"),
    Column("user_id", ForeignKey(user_account.c.id), nullable=False),
    moment("recorded_at"),
    one_of("kind", "started", "stopped", "jam", "adjusted", "format change", "camera moved"),
    Index(None, "line", "recorded_at"),
    Index(None, "recorded_at"),
    sqlite_strict=True,
)

seam_check = Table(
    "seam_check", metadata,
    Column("id", Id, primary_key=True),
    text("line"),
    text("findings"),
    flag("passed"),
    text("note"),
    Column("user_id", ForeignKey(user_account.c.id), nullable=False),
    moment("recorded_at"),
    Index(None, "line", "recorded_at"),
    sqlite_strict=True,
)

alert = Table(
    "alert", metadata,
    Column("id", Id, primary_key=True),
    text("cause", unique=True),
    text("kind"),
    text("details"),
    text("line", nullable=True),
    Column("lot_id", ForeignKey(lot.c.id)),
    Column("inspection_id", ForeignKey(inspection.c.id)),
    moment("raised_at"),
    Column("taken_by", ForeignKey(user_account.c.id)),
    moment("taken_at", nullable=True, index=True),
    text("note", nullable=True),
    one_of("kind", "signal", "critical defect", "rejection", "check overdue", "check failed", "not qualified"),
    sqlite_strict=True,
)

alert_delivery = Table(
    "alert_delivery", metadata,
    Column("alert_id", ForeignKey(alert.c.id), primary_key=True, autoincrement=False),
    whole("tries"),
    moment("next_try_at", nullable=True),
    moment("delivered_at", nullable=True),
    text("problem"),
    sqlite_strict=True,
)

known_can = Table(
    "known_can", metadata,
    Column("id", Id, primary_key=True),
    Column("inspection_id", ForeignKey(inspection.c.id), nullable=False, unique=True),
    text("name", unique=True),
    text("truth"),
    text("code", nullable=True),
    text("lesson"),
    flag("retired"),
    moment("added_at"),
    one_of("truth", "good", "bad"),
    sqlite_strict=True,
)

test_round = Table(
    "test_round", metadata,
    Column("id", Id, primary_key=True),
    text("purpose"),
    text("line", nullable=True),
    text("shift", nullable=True),
    text("cans"),
    Column("user_id", ForeignKey(user_account.c.id), nullable=False),
    moment("started_at"),
    moment("closed_at", nullable=True),
    whole("missed"),
    Column("cleared_by", ForeignKey(user_account.c.id)),
    moment("cleared_at", nullable=True),
    text("cleared_note", nullable=True),
    one_of("purpose", "test can", "practice"),
    Index(None, "user_id", "started_at"),
    sqlite_strict=True,
)

test_answer = Table(
    "test_answer", metadata,
    Column("round_id", ForeignKey(test_round.c.id), primary_key=True, autoincrement=False),
    whole("number", primary_key=True, autoincrement=False),
    Column("known_can_id", ForeignKey(known_can.c.id), nullable=False, index=True),
    text("truth"),
    text("verdict"),
    text("code", nullable=True),
    text("model_verdict", nullable=True),
    text("model", nullable=True),
    moment("recorded_at"),
    one_of("verdict", "good", "bad"),
    sqlite_strict=True,
)

can_count = Table(
    "can_count", metadata,
    Column("id", Id, primary_key=True),
    text("plant_day"),
    text("shift"),
    Column("lot_id", Id, nullable=False),
    text("line"),
    text("seaming_head"),
    text("product_sku"),
    text("judged_by"),
    Column("inspector_id", ForeignKey(user_account.c.id), nullable=False),
    text("purpose"),
    whole("once"),
    *(whole(name) for name in COUNTED[:-1]),
    Column(COUNTED[-1], Id, nullable=False),
    UniqueConstraint("plant_day", "shift", "lot_id", "line", "seaming_head", "product_sku", "judged_by",
                     "inspector_id", "purpose", "once", name="uq_can_count_kind"),
    sqlite_strict=True,
)

hour_count = Table(
    "hour_count", metadata,
    Column("count_id", ForeignKey(can_count.c.id), primary_key=True, autoincrement=False),
    whole("hour", primary_key=True, autoincrement=False),
    whole("cans"),
    whole("timed"),
    *(Column(name, Id, nullable=False) for name in ("decode_us", "model_us", "save_us")),
    sqlite_strict=True,
)

defect_count = Table(
    "defect_count", metadata,
    Column("count_id", ForeignKey(can_count.c.id), primary_key=True, autoincrement=False),
    text("code", primary_key=True),
    text("severity", primary_key=True),
    whole("side", primary_key=True, autoincrement=False),
    whole("defects"),
    sqlite_strict=True,
)

box_count = Table(
    "box_count", metadata,
    Column("count_id", ForeignKey(can_count.c.id), primary_key=True, autoincrement=False),
    *(whole(name, primary_key=True, autoincrement=False) for name in ("side", "x0", "y0", "x1", "y1")),
    whole("boxes"),
    sqlite_strict=True,
)

COUNTS = (can_count, hour_count, defect_count, box_count)
"""Counts of finished cans, kept by ``can_counts``; made anew from the cans at any time."""

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

APPEND_ONLY = (
    "audit", "side_attempt", "side_box", "revision", "raised_defect", "drawn_box", "review", "lot_event", "stock_move",
    "line_event", "seam_check", "test_answer", "reencoded_photograph",
)
"""Tables whose rows are never changed or deleted; triggers in the database see to it."""
