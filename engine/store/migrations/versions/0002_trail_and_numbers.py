"""What models cannot say: reference numbers, the hash chain, append-only tables, the service's role."""

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: None = None
depends_on: None = None

CHAIN = """
create function event_chain() returns trigger language plpgsql as $$
declare previous bytea;
begin
  if new.seq = 1 then
    previous := ''::bytea;
  else
    select hash into previous from event where issue_id = new.issue_id and seq = new.seq - 1;
    if previous is null then
      raise exception 'event % of issue % has no predecessor', new.seq, new.issue_id;
    end if;
  end if;
  new.hash := sha256(previous || convert_to(jsonb_build_array(
    new.issue_id, new.seq, new.kind, new.by_label, new.by_name, new.person_id, new.assignment_id, new.data,
    extract(epoch from new.at), extract(epoch from new.recorded_at))::text, 'UTF8'));
  return new;
end $$;
create trigger event_chain before insert on event for each row execute function event_chain();
"""

APPEND_ONLY = """
create function append_only() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on event
  for each statement execute function append_only();
create trigger append_only before update or delete or truncate on report_text
  for each statement execute function append_only();
create trigger append_only before update or delete or truncate on ledger_entry
  for each statement execute function append_only();
"""

SERVICE = """
do $$ begin
  if not exists (select from pg_roles where rolname = 'qingling_service') then
    create role qingling_service login;
  end if;
end $$;
grant usage on schema public to qingling_service;
grant select, insert, update, delete on all tables in schema public to qingling_service;
revoke update, delete on event, report_text, ledger_entry from qingling_service;
grant usage, select on all sequences in schema public to qingling_service;
"""

VACUUM = """
alter table clock_step set (autovacuum_vacuum_scale_factor = 0.02);
alter table notice set (autovacuum_vacuum_scale_factor = 0.02);
alter table issue set (fillfactor = 85);
"""


def upgrade() -> None:
    """Apply."""
    op.execute("create sequence issue_number")
    for script in (CHAIN, APPEND_ONLY, VACUUM):
        for statement in statements(script):
            op.execute(statement)
    for statement in statements(SERVICE):
        op.execute(statement)


def statements(script: str) -> list[str]:
    """asyncpg prepares one statement at a time: cut at semicolons that end a line outside a function body."""
    done: list[str] = []
    held: list[str] = []
    inside = False
    for line in script.strip().splitlines():
        inside ^= line.count("$$") % 2 == 1
        held.append(line)
        if not inside and line.rstrip().endswith(";"):
            done.append("\n".join(held))
            held = []
    return done


def downgrade() -> None:
    """Undo."""
    for table in ("event", "report_text", "ledger_entry"):
        op.execute(f"drop trigger append_only on {table}")
    op.execute("drop trigger event_chain on event")
    op.execute("drop function append_only, event_chain")
    op.execute("drop sequence issue_number")
