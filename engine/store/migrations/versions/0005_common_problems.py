"""Common problems: what many issues have as cause."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: None = None
depends_on: None = None


TABLES = ("common_problem", "common_child", "watched_day", "issue_place")


def upgrade() -> None:
    """Apply."""
    problems()
    children()
    watching()
    for table in TABLES:
        op.execute(f"grant select, insert, update, delete on {table} to qingling_service")
    op.execute("grant select, insert on common_event to qingling_service")
    op.execute("grant usage, select on all sequences in schema public to qingling_service")


def problems() -> None:
    """The problems and their trail, which is only added to."""
    op.create_table(
        "common_problem",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("enterprise_key", sa.String(), nullable=False),
        sa.Column("enterprise", sa.String(), nullable=False),
        sa.Column("lead", sa.String(), nullable=True),
        sa.Column("disclosed", sa.Boolean(), nullable=False),
        sa.Column("evidence", JSONB(), nullable=False),
        sa.Column("seen", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("seen_until", sa.Date(), nullable=True),
        sa.Column("cure", sa.String(), nullable=False),
        sa.Column("cure_evidence", sa.String(), nullable=False),
        sa.Column("cured_by", sa.BigInteger(), nullable=True),
        sa.Column("proposed_by", sa.BigInteger(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cured_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lead"], ["agency.key"]),
        sa.ForeignKeyConstraint(["cured_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "common_event",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("common_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_label", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("data", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["common_id"], ["common_problem.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("common_id", "seq"),
    )
    op.execute(
        "create trigger append_only before update or delete or truncate on common_event "
        "for each statement execute function append_only()"
    )


def children() -> None:
    """Which issues stood under which problem, from when to when."""
    op.create_table(
        "common_child",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("common_id", sa.BigInteger(), nullable=False),
        sa.Column("issue_id", sa.BigInteger(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["common_id"], ["common_problem.id"]),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("common_child_of", "common_child", ["common_id", "issue_id"])
    op.create_index(
        "common_child_one",
        "common_child",
        ["issue_id"],
        unique=True,
        postgresql_where=sa.text("dropped_at IS NULL"),
    )


def watching() -> None:
    """What the watch for bursts has looked at."""
    op.create_table(
        "watched_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("alarms", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    op.create_table(
        "issue_place",
        sa.Column("issue_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"]),
        sa.PrimaryKeyConstraint("issue_id"),
    )


def downgrade() -> None:
    """Undo."""
    for table in ("issue_place", "watched_day", "common_child", "common_event", "common_problem"):
        op.drop_table(table)
