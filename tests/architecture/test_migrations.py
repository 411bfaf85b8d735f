"""The models and the migrations say the same."""

from engine.store.migrate import differences, migrate


async def test_the_models_say_nothing_the_migrations_do_not(database_url: str) -> None:
    await differences(database_url)


async def test_upgrading_twice_is_harmless(database_url: str) -> None:
    await migrate(database_url)
    await differences(database_url)
