"""Letters as they come: made with the email package, in the shapes that programs and people give them."""

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

AT = datetime(2026, 10, 8, 0, 40, tzinfo=UTC)  # twenty to nine in the morning there
FROM = "王芳 <wang@lindong.test>"
WORDS = "三个冻柜滞港三天，船边直提申请没有结果，请协调。"


def letter(
    text: str = WORDS,
    *,
    subject: str = "冻柜滞港",
    sender: str = FROM,
    number: str | None = "1@lindong.test",
    html: str | None = None,
    files: tuple[tuple[str, bytes], ...] = (),
    **headers: str,
) -> bytes:
    """One letter; headers are named with `_` for `-`."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "qingling@port.test", subject
    if number:
        mail["Message-ID"] = f"<{number}>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    if text:
        mail.set_content(text)
    if html is not None:
        mail.add_alternative(html, subtype="html") if text else mail.set_content(html, subtype="html")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def bare(body: bytes, code: str, **headers: Any) -> bytes:
    """A letter as an old program writes it: eight-bit bytes under whatever code it names."""
    told = {"From": "wang@lindong.test", "Subject": "test", "Message-ID": "<2@lindong.test>", **headers}
    lines = [
        f"{name}: ".encode() + (value if isinstance(value, bytes) else value.encode())
        for name, value in told.items()
    ]
    lines += [
        b"MIME-Version: 1.0",
        f"Content-Type: text/plain; charset={code}".encode(),
        b"Content-Transfer-Encoding: 8bit",
    ]
    return b"\r\n".join([*lines, b"", body])


def returned(
    to: str,
    *,
    names: str,
    status: str = "5.1.1",
    said: str = "smtp; 550 5.1.1 no such user",
    action: str = "failed",
) -> bytes:
    """A report of delivery (RFC 3464) with the headers of the mail that came back."""
    return f"""From: MAILER-DAEMON@mx.lindong.test
To: qingling@port.test
Subject: Undelivered Mail Returned to Sender
Message-ID: <back-{status}-{action}@mx.lindong.test>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.lindong.test

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: {said}

--b
Content-Type: text/rfc822-headers

From: qingling@port.test
Message-ID:
 <{names}>
Subject: x

--b--
""".replace("\n", "\r\n").encode()
