"""One way to name a mail server in a setting, for the way out and the way in, and one way to name our messages."""

import pytest

from engine.errors import Invalid
from engine.mail import Server, imap_server, message_name, no_such_address, refuse_addresses, smtp_server


def test_the_address_of_a_server_is_one_url() -> None:
    assert smtp_server("smtp://mail.test") == Server("mail.test", 25, "smtp")
    assert smtp_server("smtps://u%40x:p%2F@mail.test") == Server("mail.test", 465, "smtps", "u@x", "p/")
    assert smtp_server("smtp+starttls://mail.test:2525").port == 2525
    assert "p/" not in repr(smtp_server("smtps://u:p%2F@mail.test"))


def test_a_mailbox_is_named_with_its_user_and_folder() -> None:
    assert imap_server("imaps://u%40x:p%2F@mail.test") == Server("mail.test", 993, "imaps", "u@x", "p/")
    assert imap_server("imap://u:p@mail.test/Problems%20in").folder == "Problems in"
    assert imap_server("imap+starttls://u:p@mail.test/INBOX").port == 143


@pytest.mark.parametrize(
    ("url", "encrypted", "becomes"),
    [
        ("imap://u:p@mail.test", False, False),
        ("imaps://u:p@mail.test", True, False),
        ("imap+starttls://u:p@mail.test", False, True),
    ],
)
def test_the_scheme_tells_how_it_is_encrypted(url: str, encrypted: bool, becomes: bool) -> None:
    at = imap_server(url)
    assert (at.encrypted, at.becomes_encrypted) == (encrypted, becomes)


@pytest.mark.parametrize(
    "url", ["mail.test", "http://mail.test", "smtp://", "smtp://mail.test:70000", "smtp://["]
)
def test_another_address_is_refused_with_how_to_write_it(url: str) -> None:
    with pytest.raises(Invalid, match=r"QINGLING_SMTP_URL: is not understood — write smtp://, smtps:// or"):
        smtp_server(url)


@pytest.mark.parametrize("url", ["smtp://mail.test", "imaps://u:secret@mail.test:0x", "imaps://"])
def test_an_address_of_no_mailbox_is_refused(url: str) -> None:
    with pytest.raises(
        Invalid, match=r"QINGLING_IMAP_URL: is not understood — write imap://.*user:password@"
    ) as refused:
        imap_server(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(("smtp", "imap"), [("mail.test", None), (None, "mail.test")])
def test_a_server_is_not_started_on_an_address_that_is_none(smtp: str | None, imap: str | None) -> None:
    refuse_addresses(None, "imap://u:p@mail.test")
    with pytest.raises(Invalid, match="is not understood"):
        refuse_addresses(smtp, imap)


def test_every_fault_of_a_mailbox_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        imap_server("imaps://mail.test/%E6%9D%A5%E4%BB%B6")
    assert [one.what for one in refused.value.faults] == [
        "names no user or no password",
        "names a folder whose name is not plain ASCII",
    ]


def test_a_message_is_named_by_its_key_and_what_only_its_reader_has() -> None:
    names = {message_name("k"), message_name("k", "AAA-BBB"), message_name("k", "AAA-BBC"), message_name("l")}
    assert len(names) == 4
    assert message_name("k", "AAA-BBB") == message_name("k", "AAA-BBB")


@pytest.mark.parametrize(
    ("code", "message", "gone"),
    [
        (550, "5.1.1 no such user", True),
        (550, "5.2.1 mailbox disabled", True),
        (550, "5.7.1 not from you", False),
        (552, "5.2.2 mailbox full", False),
        (550, "user unknown", True),
        (554, "refused", False),
    ],
)
def test_only_an_address_that_is_not_there_is_gone(code: int, message: str, gone: bool) -> None:
    assert no_such_address(code, message) is gone
