"""The mailbox folder holds each message once, whole, whoever writes at the same time."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ports import DeliveryState
from engine.settings import Settings
from notifiers.folder import Folder, file_name, letters
from notifiers.mail import Mail
from notifiers.registry import mail


async def test_a_key_is_delivered_once_whatever_comes_later(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "mailbox")
    first = await folder.send("step:1:red", ("a@x.test",), b"one")
    second = await folder.send("step:1:red", ("a@x.test",), b"two")
    assert (first.state, second.state) == (DeliveryState.SENT, DeliveryState.SENT)
    assert [file.read_bytes() for file in letters(tmp_path / "mailbox")] == [b"one"]


async def test_many_writers_of_one_key_leave_one_whole_file(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    await asyncio.gather(*(folder.send("k", ("a@x.test",), b"x" * 100_000) for _ in range(20)))
    found = list(letters(tmp_path))
    assert [(file.name, len(file.read_bytes())) for file in found] == [("k.eml", 100_000)]
    assert not leftovers(tmp_path)


def leftovers(folder: Path) -> list[Path]:
    return list(folder.glob(".*"))


async def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    delivery = await Folder(tmp_path / "file").send("k", ("a@x.test",), b"x")
    assert delivery.state is DeliveryState.TEMPORARY
    assert "cannot be written" in delivery.detail


@given(st.text(min_size=1, max_size=400), st.text(min_size=1, max_size=400))
def test_keys_become_safe_names_that_never_collide(one: str, other: str) -> None:
    name = file_name(one)
    assert "/" not in name
    assert not name.startswith("/")
    assert len(name.encode()) < 255
    assert (name == file_name(other)) == (one == other)


@pytest.mark.parametrize(
    ("url", "sample", "kind"),
    [(None, False, Folder), ("smtp://mail.test", False, Mail), ("smtp://mail.test", True, Folder)],
)
def test_a_sample_never_writes_to_real_people(url: str | None, sample: bool, kind: type) -> None:
    assert isinstance(mail(Settings(smtp_url=url), sample=sample), kind)
