"""A second server on the same data folder: it says what to do, and changes nothing."""

from tests.faults.conftest import House


async def test_a_second_server_on_one_folder_is_refused_in_words(house: House) -> None:
    kept = sorted(one.name for one in house.at.folder.iterdir())
    before = await house.ask("select count(*) from event")
    second = house.at.attempt("server", "--port", str(house.at.port + 1))
    assert second.returncode == 1
    assert f"http://127.0.0.1:{house.at.port}" in second.stderr
    assert "QINGLING_DATA" in second.stderr and "nothing was changed" in second.stderr
    assert sorted(one.name for one in house.at.folder.iterdir()) == kept
    assert await house.ask("select count(*) from event") == before
    assert house.at.ready()
