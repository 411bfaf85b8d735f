"""What must never be committed: addresses of package indexes, a machine's own paths, secrets, built things."""

import re

import pytest

from tests.architecture.source import ROOT, tracked

TEXT = (
    ".py",
    ".md",
    ".toml",
    ".lock",
    ".json",
    ".yaml",
    ".yml",
    ".sh",
    ".html",
    ".css",
    ".js",
    ".j2",
    ".po",
    ".txt",
    "",
)
LOCKS = tuple(name for name in tracked() if re.fullmatch(r"requirements.*\.lock|package-lock\.json", name))
FORBIDDEN = {
    "the address of a package index": r"(?i)\b(pypi|npmjs|npmmirror|pythonhosted|files\.pythonhosted|registry\.)\S*\.(org|com|cn|net)\b",
    "an index option": r"--(extra-)?index-url|--find-links|--trusted-host",
    "a path of somebody's machine": r"(?<![\w.-])/(work|home/\w+|Users/\w+|root/\w+|opt/\w+)(/|\b)(?!$)",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
}
SELF = "tests/architecture/test_tracked_files.py"
BUILT = re.compile(
    r"(^|/)(__pycache__|node_modules|\.venv|\.data|vendor)(/|$)|\.(pyc|egg-info|eml|log)$|(^|/)(\.env|uv\.lock)$"
)


def texts() -> list[tuple[str, str]]:
    chosen = [name for name in tracked() if name.endswith(TEXT[:-1]) or "." not in name.rsplit("/", 1)[-1]]
    return [
        (name, (ROOT / name).read_text(encoding="utf-8", errors="replace")) for name in chosen if name != SELF
    ]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{name}:{text.count(chr(10), 0, hit.start()) + 1} {hit[0]}"
        for name, text in texts()
        for hit in pattern.finditer(text)
    ]
    assert found == []


def test_lock_files_hold_hashes_and_no_address() -> None:
    assert len(LOCKS) == 4
    for name in LOCKS:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "sha256:" in text or '"integrity": "sha512-' in text
        assert "://" not in text, name


def test_nothing_built_is_committed() -> None:
    assert [name for name in tracked() if BUILT.search(name)] == []


def test_the_lock_file_knows_every_declared_package() -> None:
    declared = re.findall(
        r'^  "([A-Za-z0-9_.-]+)', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M
    )
    locked = set(
        re.findall(
            r"^([A-Za-z0-9_.-]+)==", (ROOT / "requirements-dev.lock").read_text(encoding="utf-8"), re.M
        )
    )
    packages = [
        name.lower()
        for name in declared
        if re.search(
            rf'"{re.escape(name)}(\[[a-z]+\])?[><=]', (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        )
    ]
    assert packages
    assert [name for name in packages if name not in {one.lower() for one in locked}] == []
