"""The command line. A command's module is imported when it is called, so that each starts as fast as it can."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

COMMANDS = {
    "server": "Run everything on this machine: web, clocks, flows, the embedded database.",
    "simulate": "Play a file of reports through the system under a fake clock.",
    "catalog": "Show, check, compare, import and publish the directory.",
    "route": "Route texts, explain a proposal, train and back-test.",
    "calendar": "Count due times, check and compare calendars.",
    "sla": "Explain, replay and what-if the clocks of issues.",
    "ledger": "Balances of the ledger, and their independent recount.",
    "audit": "Export the trail and verify it, also offline.",
    "summary": "Draw and show weekly summaries.",
    "flows": "See the duties, do one by hand.",
    "migrate": "Bring a database of your own to today's schema, and publish the catalogue once.",
    "deploy": "Register the timetable with a Prefect server.",
    "people": "Add and list the people of an installation.",
    "doctor": "Check every part of an installation and say what to do.",
    "openapi": "Write the committed contract anew.",
}


class Commands(TyperGroup):
    """Names every command, imports only the one that is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The table above."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The Typer application of the command's module."""
        if cmd_name not in COMMANDS:
            return None
        return typer.main.get_command(import_module(f"qingling.commands.{cmd_name}").app)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Qingling (清零): collect every problem, hold the responsible agency to a limit, strike it off when it is gone.",
)


@app.callback()
def main() -> None:
    """Qingling."""
