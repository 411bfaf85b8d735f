"""Attachments: what was handed in with a report or added to an issue."""

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Undo."""
