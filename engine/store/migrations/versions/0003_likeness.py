"""Likeness: the minhash bands by which a repeat is found while it is being typed."""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "likeness",
        sa.Column("issue_id", sa.BigInteger(), nullable=False),
        sa.Column("bands", sa.ARRAY(sa.Integer()), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"]),
        sa.PrimaryKeyConstraint("issue_id"),
    )
    op.create_index("likeness_bands", "likeness", ["bands"], postgresql_using="gin")
    op.execute("grant select, insert, update, delete on likeness to qingling_service")


def downgrade() -> None:
    """Undo."""
    op.drop_table("likeness")
