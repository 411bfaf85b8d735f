"""Webhooks: the receivers that asked to be told; and who holds a notice that is being sent."""

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "receiver",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("kinds", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("secret_before", sa.String(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agency"], ["agency.key"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_receiver_agency"), "receiver", ["agency"])
    op.add_column("notice", sa.Column("holder", sa.BigInteger(), nullable=True))
    op.create_index("notice_held", "notice", ["holder"], postgresql_where=sa.text("state = 'taken'"))
    op.create_index(
        "notice_receiver", "notice", ["party", "id"], postgresql_where=sa.text("audience = 'receiver'")
    )
    op.execute("grant select, insert, update on receiver to qingling_service")
    op.execute("grant usage on sequence receiver_id_seq to qingling_service")


def downgrade() -> None:
    """Undo."""
    op.drop_index("notice_receiver", table_name="notice")
    op.drop_index("notice_held", table_name="notice")
    op.drop_column("notice", "holder")
    op.drop_table("receiver")
