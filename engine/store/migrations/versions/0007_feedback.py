"""Feedback: appeals, quality checks, addresses that want no mail, who released a summary."""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Apply."""
    op.add_column("request", sa.Column("callback_id", sa.BigInteger(), sa.ForeignKey("callback.id")))
    op.create_index(
        "request_appeal", "request", ["callback_id"], unique=True, postgresql_where=sa.text("kind = 'appeal'")
    )
    op.add_column("summary", sa.Column("released_by", sa.BigInteger(), sa.ForeignKey("person.id")))
    op.create_table(
        "quality_check",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("issue_id", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("of_person", sa.BigInteger()),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger()),
        sa.Column("checked_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"]),
        sa.ForeignKeyConstraint(["of_person"], ["person.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("issue_id", "round"),
    )
    op.create_table(
        "mail_stop",
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("mail"),
    )
    op.execute("grant select, insert, update on quality_check to qingling_service")
    op.execute("grant usage, select on sequence quality_check_id_seq to qingling_service")
    op.execute("grant select, insert, update, delete on mail_stop to qingling_service")


def downgrade() -> None:
    """Undo."""
    op.drop_table("mail_stop")
    op.drop_table("quality_check")
    op.drop_column("summary", "released_by")
    op.drop_index("request_appeal", "request")
    op.drop_column("request", "callback_id")
