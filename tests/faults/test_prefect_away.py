"""Prefect's API cut off beneath a running installation: clocks and notices go on, it says so, and nothing repeats."""

import httpx

from tests.faults.conftest import House, until

SOON = """update clock_step set at = now() where id = (select id from clock_step
 where state = 'armed' and not by_verb order by at, id limit 1) returning id"""
FIRED = "select state = 'fired' from clock_step where id = $1"
SENT = "select count(*) from notice where state = 'sent' and payload->>'reference' = $1 and kind = 'received'"
STEPPED = "select count(*) from event where kind = 'stepped'"
STEPS = "select count(*) from clock_step where state = 'fired'"
AN_HOUR = """update duty set last_ok_at = last_ok_at - interval '1 hour'"""
AWAY = "编排服务（Prefect）连不上"


def stands(house: House) -> str:
    """By which road duties go, as /readyz tells."""
    return str(httpx.get(f"{house.at.address}/readyz", timeout=60).json()["duties"])


def page(house: House) -> str:
    """The page of duties, as an administrator sees it."""
    token = house.admin.headers["authorization"].split()[1]
    answer = httpx.get(
        f"{house.at.address}/duties",
        cookies={"qingling_session": token},
        headers={"accept": "text/html", "accept-language": "zh"},
        timeout=60,
    )
    assert answer.status_code == 200
    return answer.text


async def test_clocks_and_notices_go_on_without_prefect_and_nothing_repeats(house: House) -> None:
    async def by(road: str) -> bool:
        return stands(house) == road

    await until(lambda: by("by_prefect"))
    assert AWAY not in page(house)
    begun = len(house.letters.taken)
    house.gate.shut()
    try:
        await until(lambda: by("direct"))
        assert AWAY in page(house) and "不会重复" in page(house)
        doctor = house.at.attempt("doctor")
        assert doctor.returncode == 1 and "✗ Prefect" in doctor.stdout
        reference = house.report("prefect-away").json()["references"][0]
        await until(lambda: house.ask(SENT, reference))
        step = await house.ask(SOON)
        await until(lambda: house.ask(FIRED, step))
        await house.ask(AN_HOUR)  # as if it had been away for so long
        steps = await house.ask(STEPPED)
    finally:
        house.gate.open()
    await until(lambda: by("by_prefect"))
    assert AWAY not in page(house)
    assert await house.ask(STEPPED) == await house.ask(STEPS) >= steps
    taken = house.letters.taken[begun:]
    assert len(taken) == len(set(taken)) >= 1
