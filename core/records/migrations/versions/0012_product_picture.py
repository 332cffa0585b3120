"""A product's picture."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the column."""
    op.add_column("product", sa.Column("picture_sha256", sa.Text()))
