"""The soak in small: two workers, two web processes, the Prefect server taken away for a while, three kills more; nothing
lost, nothing twice, by an independent count, and shifts are Prefect's again by themselves."""

import asyncio
import sys

from engine.settings import ROOT

PATIENCE = 600  # seconds, for a machine that is busy with other things


async def test_nothing_is_lost_and_nothing_happens_twice_under_kills() -> None:
    told = ("--reports", "32", "--kills", "3", "--seconds", str(PATIENCE), "--trouble", "0", "--away")
    pipe = asyncio.subprocess.PIPE
    soak = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.soak", *told), cwd=ROOT, stdout=pipe, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await soak.communicate()
    assert soak.returncode == 0, said.decode()
    assert b"3 kills" in said
    assert b"Prefect server killed: shifts went on without it" in said
