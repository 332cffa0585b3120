"""Warehouses, their racks and places, and the pallets in them."""

import sqlalchemy as sa
from alembic import op

from core.records.triggers import guard_statements

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = ID
TEXT = sa.Text()
WHOLE = sa.Integer()


def upgrade() -> None:
    """Make the tables; moves of stock are only appended to."""
    op.create_table(
        "warehouse",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("retired", WHOLE, sa.CheckConstraint("retired IN (0, 1)", name="ck_warehouse_retired_flag"),
                   nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_warehouse"),
        sa.UniqueConstraint("code", name="uq_warehouse_code"),
        sqlite_strict=True,
    )
    op.create_table(
        "rack",
        sa.Column("id", ID, nullable=False),
        sa.Column("warehouse_id", ID, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouse.id"], name="fk_rack_warehouse_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rack"),
        sa.UniqueConstraint("warehouse_id", "code", name="uq_rack_warehouse_id_code"),
        sqlite_strict=True,
    )
    op.create_table(
        "place",
        sa.Column("id", ID, nullable=False),
        sa.Column("warehouse_id", ID, nullable=False),
        sa.Column("rack_id", ID, nullable=False),
        sa.Column("aisle", WHOLE, nullable=False),
        sa.Column("bay", WHOLE, nullable=False),
        sa.Column("level", WHOLE, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("capacity", WHOLE, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("blocked", WHOLE, sa.CheckConstraint("blocked IN (0, 1)", name="ck_place_blocked_flag"),
                   nullable=False),
        sa.Column("taken_out", WHOLE, sa.CheckConstraint("taken_out IN (0, 1)", name="ck_place_taken_out_flag"),
                   nullable=False),
        sa.CheckConstraint("kind IN ('storage', 'quarantine', 'staging')", name="ck_place_kind"),
        sa.ForeignKeyConstraint(["rack_id"], ["rack.id"], name="fk_place_rack_id"),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouse.id"], name="fk_place_warehouse_id"),
        sa.PrimaryKeyConstraint("id", name="pk_place"),
        sa.UniqueConstraint("warehouse_id", "name", name="uq_place_warehouse_id_name"),
        sa.UniqueConstraint("rack_id", "aisle", "bay", "level", name="uq_place_rack_id_aisle_bay_level"),
        sqlite_strict=True,
    )
    op.create_table(
        "pallet",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("lot_id", ID, nullable=False),
        sa.Column("cans", WHOLE, nullable=False),
        sa.Column("produced_from", MOMENT),
        sa.Column("produced_to", MOMENT),
        sa.Column("place_id", ID),
        sa.Column("held", WHOLE, sa.CheckConstraint("held IN (0, 1)", name="ck_pallet_held_flag"), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("placed_at", MOMENT),
        sa.Column("shipped_at", MOMENT),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="fk_pallet_lot_id"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_pallet_place_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pallet"),
        sa.UniqueConstraint("code", name="uq_pallet_code"),
        sqlite_strict=True,
    )
    op.create_index("ix_pallet_lot_id", "pallet", ["lot_id"])
    op.create_index("ix_pallet_place_id", "pallet", ["place_id"])
    op.create_index("ix_pallet_shipped_at", "pallet", ["shipped_at"])
    op.create_table(
        "stock_move",
        sa.Column("id", ID, nullable=False),
        sa.Column("pallet_id", ID, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("from_place_id", ID),
        sa.Column("to_place_id", ID),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.CheckConstraint("kind IN ('received', 'moved', 'shipped')", name="ck_stock_move_kind"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_stock_move_user_id"),
        sa.ForeignKeyConstraint(["from_place_id"], ["place.id"], name="fk_stock_move_from_place_id"),
        sa.ForeignKeyConstraint(["to_place_id"], ["place.id"], name="fk_stock_move_to_place_id"),
        sa.ForeignKeyConstraint(["pallet_id"], ["pallet.id"], name="fk_stock_move_pallet_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_move"),
        sqlite_strict=True,
    )
    op.create_index("ix_stock_move_pallet_id", "stock_move", ["pallet_id"])
    op.create_index("ix_stock_move_recorded_at", "stock_move", ["recorded_at"])
    op.create_table(
        "rack_picture",
        sa.Column("id", ID, nullable=False),
        sa.Column("rack_id", ID, nullable=False),
        sa.Column("aisle", WHOLE, nullable=False),
        sa.Column("photograph_sha256", TEXT, nullable=False),
        sa.Column("corners", TEXT, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["rack_id"], ["rack.id"], name="fk_rack_picture_rack_id"),
        sa.ForeignKeyConstraint(["photograph_sha256"], ["photograph.sha256"], name="fk_rack_picture_photograph_sha256"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_rack_picture_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rack_picture"),
        sqlite_strict=True,
    )
    op.create_index("ix_rack_picture_photograph_sha256", "rack_picture", ["photograph_sha256"])
    op.create_index("ix_rack_picture_rack_id", "rack_picture", ["rack_id"])
    for statement in guard_statements("stock_move", op.get_bind().dialect.name):
        op.execute(sa.text(statement))
