"""`qingling deploy`: the same as `qingling flows deploy`."""

import typer

from qingling.commands.flows import deploy

app = typer.Typer()
app.command()(deploy)
