"""The IMAP server that tests read mail from: `python -m tests.imapd PORT`, with a certificate `… CERTIFICATE KEY`."""

import asyncio
import logging
import sys
from argparse import ArgumentParser
from contextlib import AsyncExitStack
from dataclasses import replace

from pymap.backend.dict import DictBackend
from pymap.imap import IMAPService
from pysasl.hashing import Cleartext

from tests.mailboxes import PASSWORD

MAILBOXES = 60


async def serve(port: str, *certified: str) -> None:
    """Listen until killed."""
    parser = ArgumentParser()
    DictBackend.add_subparser("dict", parser.add_subparsers())
    IMAPService.add_arguments(parser)
    tls = ("--cert", certified[0], "--key", certified[1]) if certified else ("--no-tls",)
    here = ("--host", "127.0.0.1", "--port", port, *tls)
    args = parser.parse_args([*here, "dict", "--demo-user", "box0", "--demo-password", PASSWORD])
    args.debug, args.passlib_cfg = False, None
    backend, config = await DictBackend.init(args, hash_context=Cleartext())
    users = backend.login.users_dict
    users |= {f"box{number}": replace(users["box0"], name=f"box{number}") for number in range(1, MAILBOXES)}
    config.apply_context()
    async with AsyncExitStack() as stack:
        await IMAPService(backend, config).start(stack)
        await asyncio.Event().wait()


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    asyncio.run(serve(*sys.argv[1:]))
