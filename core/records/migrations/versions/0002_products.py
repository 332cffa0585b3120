"""The products that a plant sets up itself."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = ID
TEXT = sa.Text()
WHOLE = sa.Integer()


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "product",
        sa.Column("id", ID, nullable=False),
        sa.Column("sku", TEXT, nullable=False),
        sa.Column("product", TEXT, nullable=False),
        sa.Column("search_text", TEXT, nullable=False),
        sa.Column("cans_a_case", WHOLE, nullable=False),
        sa.Column("cases_a_pallet", WHOLE, nullable=False),
        sa.Column("code_pattern", TEXT, nullable=False),
        sa.Column("retired", WHOLE, sa.CheckConstraint("retired IN (0, 1)", name="ck_product_retired_flag"),
                  nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_product"),
        sa.UniqueConstraint("sku", name="uq_product_sku"),
        sqlite_strict=True,
    )
