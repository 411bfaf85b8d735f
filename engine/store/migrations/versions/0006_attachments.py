"""Attachments, their content, and what keeps the public doors: throttles and spent challenges."""

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: None = None
depends_on: None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "content",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    # Photos and documents are compressed already; stored as they are, a part can be read without the rest.
    op.execute("alter table content alter column body set storage external")
    op.create_table(
        "attachment",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=True),
        sa.Column("issue_id", sa.BigInteger(), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("by_label", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "report_id is not null or issue_id is not null", name="attachment_hangs_on_something"
        ),
        sa.ForeignKeyConstraint(["sha256"], ["content.sha256"]),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"]),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"]),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_attachment_report_id", "attachment", ["report_id"])
    op.create_index("ix_attachment_issue_id", "attachment", ["issue_id"])
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("free_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key"),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "spent_challenge",
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("nonce"),
        prefixes=["UNLOGGED"],
    )
    op.create_index("ix_spent_challenge_expires_at", "spent_challenge", ["expires_at"])
    op.execute("grant select, insert on content, attachment to qingling_service")
    op.execute("grant usage, select on sequence attachment_id_seq to qingling_service")
    op.execute("grant select, insert, update, delete on throttle, spent_challenge to qingling_service")


def downgrade() -> None:
    """Undo."""
    for table in ("spent_challenge", "throttle", "attachment", "content"):
        op.drop_table(table)
