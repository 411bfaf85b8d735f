"""The conversation with a mail server: what it may say, and that it is encrypted when the setting says so."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from engine.mail import imap_server
from intake.mail.imap import Conversation, instant, prefix_of, quoted, waits
from intake.mail.mailbox import Mailbox, MailboxAway
from tests.intake.letters import AT
from tests.mailboxes import Imapd


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[str, str]:
    """A certificate for the loopback that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(datetime(2020, 1, 1)).not_valid_after(datetime(2040, 1, 1))
    signed = made.add_extension(here, critical=False).sign(key, hashes.SHA256())
    (tmp_path / "cert").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "key").write_bytes(key.private_bytes(*plain))
    return str(tmp_path / "cert"), str(tmp_path / "key")


@pytest.fixture
def encrypted(certificate: tuple[str, str]) -> Iterator[Imapd]:
    server = Imapd(*certificate)
    server.start()
    yield server
    server.stop()


async def test_a_wire_is_encrypted_and_only_a_server_that_proves_itself_is_told_the_password(
    encrypted: Imapd, certificate: tuple[str, str]
) -> None:
    plain = imap_server(encrypted.box().url)
    wanted = replace(plain, scheme="imap+starttls")
    trusted = ssl.create_default_context(cafile=certificate[0])
    async with Mailbox(Conversation(wanted, tls=trusted)) as box:
        assert box.count == 0
    with pytest.raises(MailboxAway, match=r"cannot be read: .*self-signed certificate"):
        async with Mailbox.at(wanted):
            pass


@pytest.mark.parametrize(
    ("line", "size"),
    [
        (b'1 (UID 7 INTERNALDATE "08-Oct-2026 08:40:00 +0800" RFC822.SIZE 300)', 300),
        (b'1 (INTERNALDATE " 8-Oct-2026 00:40:00 +0000" RFC822.SIZE 300 FLAGS (\\Seen) UID 7)', 300),
        (b"1 (FLAGS (\\Seen))", None),  # nobody asked
        (b"1 (UID 7 FLAGS (\\Seen))", None),
    ],
)
def test_what_an_answer_says_of_a_letter(line: bytes, size: int | None) -> None:
    one = waits(line)
    assert (one and (one.uid, one.received, one.size)) == (size and ("7", AT, size))


def test_a_date_that_is_none_is_believed_by_nobody() -> None:
    assert instant("soon") == datetime(1970, 1, 1, tzinfo=UTC)
    assert instant("08-Oct-2026 00:40:00").utcoffset() == timedelta()


@pytest.mark.parametrize(
    ("told", "prefix"),
    [(b'(("" "/")) NIL NIL', ""), (b'(("INBOX." ".")) (("user." ".")) NIL', "INBOX."), (b"NIL NIL NIL", "")],
)
def test_folders_stand_where_the_server_wants_them(told: bytes, prefix: str) -> None:
    assert prefix_of(told) == prefix


def test_names_are_quoted() -> None:
    assert quoted('a "b" \\c') == '"a \\"b\\" \\\\c"'
