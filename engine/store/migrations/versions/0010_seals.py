"""Seals over the trail, runs of duties and how late they were, and forgetting contact data when its time is over."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: None = None
depends_on: None = None

# The one way in which a report loses anything: who reported and how to reach them, never the words themselves.
GUARD = """
create function report_is_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('qingling.forgetting', true) = 'on' then
    return null;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$
"""
FORGET = """
create function forget_contacts(reports bigint[]) returns integer language plpgsql security definer
set search_path = public, pg_temp set qingling.forgetting = 'on' as $$
declare forgotten integer;
begin
  update report set reporter = '', phone = '', mail = '' where id = any(reports);
  get diagnostics forgotten = row_count;
  update report_text set raw = raw - array['reporter', 'phone', 'mail'] where report_id = any(reports);
  return forgotten;
end $$
"""
KEEP = """
create trigger append_only before update or delete or truncate on report_text
for each statement execute function {guard}()
"""


def upgrade() -> None:
    """Apply."""
    op.execute("alter table event add column xid xid8 not null default pg_current_xact_id()")
    op.execute("create index event_xid on event (xid, id)")
    op.create_table(
        "seal",
        sa.Column("no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_xid", sa.BigInteger(), nullable=False),
        sa.Column("until_xid", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("no"),
    )
    op.execute(
        "create trigger append_only before update or delete or truncate on seal"
        " for each statement execute function append_only()"
    )
    op.create_table(
        "lateness",
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("upto", sa.Float(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("duty", "upto"),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("road", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", postgresql.JSONB(), nullable=False),
        sa.Column("lines", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("run_seen", "run", ["seen_at"], unique=False)
    op.create_table(
        "run_issue",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reference", "run_id"),
    )
    op.create_index(op.f("ix_run_issue_run_id"), "run_issue", ["run_id"], unique=False)
    op.execute("grant select, insert, update, delete on run, run_issue to qingling_service")
    op.execute("grant select, insert on seal to qingling_service")
    op.execute("grant select, insert, update on lateness to qingling_service")
    op.execute(GUARD)
    op.execute("drop trigger append_only on report_text")
    op.execute(KEEP.format(guard="report_is_kept"))
    op.execute(FORGET)
    op.execute("revoke execute on function forget_contacts from public")
    op.execute("grant execute on function forget_contacts to qingling_service")


def downgrade() -> None:
    """Undo."""
    op.execute("drop function forget_contacts")
    op.execute("drop trigger append_only on report_text")
    op.execute(KEEP.format(guard="append_only"))
    op.execute("drop function report_is_kept")
    op.drop_table("run_issue")
    op.drop_table("run")
    op.drop_table("lateness")
    op.drop_table("seal")
    op.execute("drop index event_xid")
    op.execute("alter table event drop column xid")
