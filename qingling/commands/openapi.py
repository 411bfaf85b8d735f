"""`qingling openapi`: write the committed contract anew, or say that it drifted."""

from typing import Annotated

import typer
from fastapi import FastAPI

from openapi import api, contract

app = typer.Typer(help="The API's contract.")


@app.callback(invoke_without_command=True)
def write(
    check: Annotated[bool, typer.Option("--check", help="Only say whether it drifted; fail if so.")] = False,
) -> None:
    """Write openapi/openapi.json from the routes."""
    application = FastAPI()
    api.install(application)
    if not check:
        contract.FILE.write_bytes(contract.written(application))
        typer.echo(f"wrote {contract.FILE.name}")
    elif contract.drifted(application):
        typer.echo("openapi.json drifted from the routes; run `qingling openapi` and commit it", err=True)
        raise typer.Exit(1)
