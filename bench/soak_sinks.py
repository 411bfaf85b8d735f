"""A mail server and a webhook receiver that write down what they take, and now and then refuse or break off."""

import asyncio
import base64
import email
import email.policy
import hashlib
import hmac
import random
import sys
import time
from pathlib import Path
from typing import Any, TextIO

import orjson

OWN = {"message-id", "idempotency-key", "content-type", "date"}  # headers that differ between equal letters


class Sinks:
    """Both, with one book."""

    def __init__(self, book: TextIO, secrets: dict[str, str], seed: int, share: float) -> None:
        self.book, self.secrets, self.draw, self.share = book, secrets, random.Random(seed), share

    def note(self, **fact: Any) -> None:
        """One line for each message taken."""
        self.book.write(orjson.dumps(fact | {"at": time.time()}).decode() + "\n")
        self.book.flush()

    def trouble(self) -> str:
        """What goes wrong with this message: mostly nothing."""
        drawn = self.draw.random()
        return "refused" if drawn < self.share / 2 else "unheard" if drawn < self.share else ""

    async def mail(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One SMTP conversation."""
        try:
            await self.converse(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """As much of SMTP as a client of ours speaks."""
        writer.write(b"220 sink\r\n")
        to: list[str] = []
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                message = (await reader.readuntil(b"\r\n.\r\n"))[:-3]
                trouble = self.trouble()
                if trouble == "refused":
                    writer.write(b"451 later\r\n")
                    continue
                self.take(message, to)
                if trouble == "unheard":
                    return
                writer.write(b"250 taken\r\n")
            elif word == b"QUIT":
                writer.write(b"221 bye\r\n")
                return
            else:
                if word == b"RCPT":
                    to.append(line.decode().partition(":")[2].strip(" <>\r\n"))
                elif word == b"MAIL":
                    to = []
                writer.write(b"250 fine\r\n")

    def take(self, message: bytes, to: list[str]) -> None:
        """Write a mail down: its key, and a digest of what a person would read."""
        mail = email.message_from_bytes(message.replace(b"\r\n..", b"\r\n."), policy=email.policy.compat32)
        shown = [f"{name}: {value}" for name, value in mail.items() if name.lower() not in OWN]
        parts = [str(part.get_payload()) for part in mail.walk() if not part.is_multipart()]
        read = hashlib.sha256("\n".join([*shown, *parts]).encode(errors="replace")).hexdigest()
        self.note(way="mail", key=mail["Idempotency-Key"], message_id=mail["Message-ID"], to=to, read=read)

    async def hook(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One webhook."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {
                name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:] if line)
            }
            body = await reader.readexactly(int(headers["content-length"]))
            trouble = self.trouble()
            if trouble != "refused":
                self.told(head[0].split()[1].strip("/"), headers, body)
            answer = {"": b"204 No Content", "refused": b"503 Later\r\nRetry-After: 5\r\nContent-Length: 0"}
            if trouble != "unheard":
                writer.write(b"HTTP/1.1 " + answer[trouble] + b"\r\nConnection: close\r\n\r\n")
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def told(self, agency: str, headers: dict[str, str], body: bytes) -> None:
        """Write an event down, and whether its signature holds."""
        key, stamp = headers["webhook-id"], headers["webhook-timestamp"]
        secret = base64.b64decode(self.secrets[agency].removeprefix("whsec_"))
        proof = hmac.new(secret, f"{key}.{stamp}.".encode() + body, hashlib.sha256).digest()
        signed = f"v1,{base64.b64encode(proof).decode()}" in headers["webhook-signature"].split(" ")
        told = orjson.loads(body)
        self.note(
            way="webhook",
            key=key,
            agency=agency,
            signed=signed,
            type=told["type"],
            reference=told["data"].get("reference"),
            happened=told["timestamp"],
        )


async def main(folder: Path) -> None:
    """Listen until killed; the ports are written into a file when both are open."""
    told = orjson.loads((folder / "sinks.json").read_bytes())
    with (folder / "taken.jsonl").open("a") as book:
        sinks = Sinks(book, told["secrets"], told["seed"], told["trouble"])
        servers = [
            await asyncio.start_server(serve, "127.0.0.1", port, limit=2**22)
            for serve, port in ((sinks.mail, told["mail_port"]), (sinks.hook, told["hook_port"]))
        ]
        print("ready", flush=True)
        await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
