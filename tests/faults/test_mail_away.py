"""A mail server with bad manners beneath a running installation: work goes on, and each mail arrives once."""

from tests.faults.conftest import House, until

MANNERS = {  # what the server does → what becomes of the notice meanwhile
    "away": "waiting",
    "421": "waiting",
    "450": "waiting",
    "550": "dead",
    "554": "dead",
    "drop": "waiting",
    "hang": "taken",
}
STATE = "select state from notice where kind = 'received' and payload->>'reference' = $1"
KEY = "select key from notice where kind = 'received' and payload->>'reference' = $1"
TRIED = f"{STATE} and attempts > 0"
CLOCK = "update clock_step set at = now() where id = (select id from clock_step where state = 'armed' and not by_verb order by at, id limit 1) returning id"
FIRED = "select state = 'fired' from clock_step where id = $1"
WAIT_IS_OVER = "update notice set next_at = now() where state = 'waiting'"


async def test_a_mail_server_that_refuses_hangs_or_breaks_off_costs_no_mail(house: House) -> None:
    references: dict[str, str] = {}
    try:
        for manner, state in MANNERS.items():
            house.letters.behave(manner)
            asked = house.letters.asked
            answer = house.report(f"mail-{manner}")
            assert answer.status_code == 201, manner
            references[manner] = answer.json()["references"][0]

            async def met(manner: str = manner, state: str = state, asked: int = asked) -> bool:
                found = await house.ask(TRIED, references[manner]) == state
                return found and (manner == "away" or house.letters.asked > asked)

            await until(met)
        step = await house.ask(CLOCK)  # while the mail server still hangs
        await until(lambda: house.ask(FIRED, step))
        assert not set(house.letters.taken) & {await house.ask(KEY, one) for one in references.values()}
    finally:
        house.letters.behave("well")
    dead = house.admin.get("/api/v1/notices", params={"state": "dead"}).json()
    for one in dead:
        assert house.admin.post(f"/api/v1/notices/{one['id']}/resending").status_code == 204

    async def all_sent() -> bool:
        await house.ask(WAIT_IS_OVER)
        return not await house.ask("select count(*) from notice where state in ('waiting', 'taken', 'dead')")

    await until(all_sent)
    keys = [await house.ask(KEY, one) for one in references.values()]
    assert [house.letters.taken.count(key) for key in keys] == [1] * len(MANNERS)
    ids = {key: {id for one, id in house.letters.shown if one == key} for key, _ in house.letters.shown}
    assert all(len(found) == 1 for found in ids.values())
    assert {await house.ask(STATE, one) for one in references.values()} == {"sent"}
