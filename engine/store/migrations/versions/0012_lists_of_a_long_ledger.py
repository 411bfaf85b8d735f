"""Indexes by which pages stay quick on a million issues: precedents, and rounds drawn for a check."""

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: None = None
depends_on: None = None

DECIDED = (
    "kind IN ('return_upheld', 'return_rejected', 'designated')"
    " OR kind = 'dispatched' AND by_label = 'arbitrator'"
)


def upgrade() -> None:
    """Apply."""
    op.create_index("event_decided", "event", ["issue_id"], postgresql_where=sa.text(DECIDED))
    op.create_index(
        "quality_check_open", "quality_check", ["issue_id"], postgresql_where=sa.text("outcome = ''")
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index("quality_check_open", "quality_check")
    op.drop_index("event_decided", "event")
