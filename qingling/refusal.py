"""How a command refuses: the reasons on standard error, and exit code 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from engine.errors import EngineError


@contextmanager
def refusing() -> Iterator[None]:
    """Tell an expected refusal instead of showing where it was raised."""
    try:
        yield
    except EngineError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
