"""Indexes of what few rows have: issues under another one or joined to it, and letters nobody would accept."""

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Apply."""
    for column in ("parent_id", "joined_to"):
        op.create_index(
            f"issue_{column}", "issue", [column], postgresql_where=sa.text(f"{column} IS NOT NULL")
        )
    op.create_index("notice_dead", "notice", ["id"], postgresql_where=sa.text("state IN ('dead', 'dropped')"))


def downgrade() -> None:
    """Undo."""
    op.drop_index("notice_dead", "notice")
    for column in ("joined_to", "parent_id"):
        op.drop_index(f"issue_{column}", "issue")
