"""Cans that two reviewers judge, each without seeing the other's answer."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = ID
PLACES = ("first", "second")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "review_pair",
        sa.Column("id", ID, nullable=False),
        sa.Column("inspection_id", ID, nullable=False),
        sa.Column("assigned_at", MOMENT, nullable=False),
        *(column for place in PLACES for column in (
            sa.Column(f"{place}_id", ID, nullable=False), sa.Column(f"{place}_verdict", sa.Text()),
            sa.Column(f"{place}_code", sa.Text()), sa.Column(f"{place}_at", MOMENT))),
        *(sa.CheckConstraint(f"{place}_verdict IN ('good', 'bad')", name=f"ck_review_pair_{place}_verdict")
          for place in PLACES),
        *(sa.ForeignKeyConstraint([f"{place}_id"], ["user_account.id"], name=f"fk_review_pair_{place}_id")
          for place in PLACES),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name="fk_review_pair_inspection_id"),
        sa.UniqueConstraint("inspection_id", name="uq_review_pair_inspection_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_pair"),
        sqlite_strict=True,
    )
    for place in PLACES:
        op.create_index(f"ix_review_pair_{place}_id_{place}_verdict", "review_pair",
                        [f"{place}_id", f"{place}_verdict"])
