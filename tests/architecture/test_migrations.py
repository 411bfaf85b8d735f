"""The models and the migrations say the same."""

from alembic import command
from sqlalchemy.ext.asyncio import create_async_engine

from engine.store.migrate import config, differences, migrate


async def test_the_models_say_nothing_the_migrations_do_not(database_url: str) -> None:
    await differences(database_url)


async def test_upgrading_twice_is_harmless(database_url: str) -> None:
    await migrate(database_url)
    await differences(database_url)


async def test_every_step_can_be_undone_and_done_again(database_url: str) -> None:
    engine = create_async_engine(database_url)
    async with engine.connect() as connection:
        await connection.run_sync(lambda sync: command.downgrade(config(sync), "base"))
        await connection.commit()
    await engine.dispose()
    await migrate(database_url)
    await differences(database_url)
