"""What a customer said with a complaint."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("inspection", sa.Column("note", sa.Text()))
