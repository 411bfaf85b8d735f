"""`qingling route`: route texts, explain a proposal, train the weights, compare a draft of the vocabulary."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from engine.actions.back_test import BackTest, held_against
from engine.catalog.read import read_catalog
from engine.routing.backtest import Moved, first, moved
from engine.routing.batch import answer, reports
from engine.routing.checking import check_terms
from engine.routing.explaining import explain as explained
from engine.routing.names import TERMS, WEIGHTS
from engine.routing.router import Router
from engine.routing.terms import load_terms
from engine.settings import Settings
from qingling.learning import facts, history
from qingling.refusal import refusing

app = typer.Typer(help=__doc__)

Folder = Annotated[Path | None, typer.Option("--catalog", help="Catalogue folder; the setting's by default.")]


def router_of(folder: Path | None, draft: Path | None = None) -> Router:
    """A router over a catalogue folder, without a database; with a draft of its terms if one is given."""
    place = folder or Settings().catalog
    directory = read_catalog(place)
    terms = load_terms(draft or place / TERMS)
    check_terms(terms, directory)
    return Router.load(directory, terms, place / WEIGHTS)


def lines_of(path: Path) -> list[str]:
    """The lines of a file or of standard input."""
    try:
        return (sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")).split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{path} cannot be read: {error}") from None


@app.callback(invoke_without_command=True)
def route(
    context: typer.Context,
    batch: Annotated[
        Path | None, typer.Option(help="JSON lines with id, text and channel. - reads standard input.")
    ] = None,
    catalog: Folder = None,
) -> None:
    """Route a file of reports and print one proposal a line. No database is needed."""
    if context.invoked_subcommand:
        return
    if batch is None:
        typer.echo(context.get_help())
        return
    with refusing():
        rows = reports(lines_of(batch), name=batch.name)
        router = router_of(catalog)
    for row in rows:
        typer.echo(json.dumps(answer(router, row), ensure_ascii=False))


@app.command()
def explain(text: str, catalog: Folder = None) -> None:
    """Say why a text would be routed as it would, and why the others lost."""
    with refusing():
        found = explained(router_of(catalog), text)
    for line in found.proposal.reasons:
        typer.echo(line)
    for place, one in enumerate(found.candidates, 1):
        typer.echo(f"{place}. {one.name}  {one.score:.0%}")
        typer.echo(f"   用词：{'、'.join(one.terms) or '无'}    行文：{'、'.join(one.features) or '无'}")
    typer.echo(f"不属本目录（{found.foreign[0]}）：{found.foreign[1]:.0%}")
    typer.echo(f"规则版本：{found.proposal.rules_version}")


@app.command()
def train(catalog: Folder = None) -> None:
    """Rebuild the learned weights from the vocabulary, the training sentences and the confirmed reports."""
    try:
        from engine.routing.retraining import retrain
    except ModuleNotFoundError as error:
        raise typer.BadParameter(f"training needs {error.name}: install the extra 'dev'") from None
    place = catalog or Settings().catalog
    with refusing():
        weights = retrain(place, read_catalog(place))
    weights.save(place / WEIGHTS)
    size = (place / WEIGHTS).stat().st_size
    typer.echo(f"{WEIGHTS}: {weights.digest}, {len(weights.vocabulary)} features, {size / 1e6:.2f} MB")


@app.command()
def backtest(
    rules: Annotated[Path, typer.Option(help="A draft of terms.yaml.", exists=True, dir_okay=False)],
    batch: Annotated[
        Path | None,
        typer.Option(help="JSON lines with id and text; without it, this installation's past issues."),
    ] = None,
    catalog: Folder = None,
) -> None:
    """List what a draft of the vocabulary would route otherwise, and which rulings it contradicts. Nothing takes effect."""
    with refusing():
        rows = reports(lines_of(batch), name=batch.name) if batch else []
        old, new = router_of(catalog), router_of(catalog, rules)
    past = [] if batch else history()
    known = [(str(row.get("id", number)), row["text"]) for number, row in enumerate(rows, 1)]
    known += [(one.reference, one.body) for one in past]
    changed = moved(old, new, known)
    tested = held_against(changed, past)
    for one in changed:
        typer.echo(change(one, new) + contradicted(one, tested))
    typer.echo(f"{len(changed)} of {len(known)} reports would move")
    if not batch:
        typer.echo(f"{len(tested.rulings)} of these moves contradict rulings")
        typer.echo(f"{len(tested.confirmed)} of these moves contradict what enterprises confirmed")


@app.command("facts")
def write_facts(
    out: Annotated[Path, typer.Option(help="The file to write, one JSON object a line.", dir_okay=False)],
) -> None:
    """Write confirmed and ruled issues as examples to train on, without names and numbers of persons."""
    lines = [json.dumps(one, ensure_ascii=False) for one in facts(history())]
    out.write_text("".join(line + "\n" for line in lines), "utf-8")
    typer.echo(f"{out.name}: {len(lines)} facts")


def contradicted(one: Moved, tested: BackTest) -> str:
    """What is known of the issue that the move contradicts."""
    ruled = "  [contradicts a ruling]" if one.reference in tested.rulings else ""
    return ruled + ("  [contradicts a confirmation]" if one.reference in tested.confirmed else "")


def change(one: Moved, router: Router) -> str:
    """A report that moves, before and after."""
    before, after = (
        f"{proposal.decision} {first(proposal)} {router.named(proposal.lead)}"
        for proposal in (one.old, one.new)
    )
    return f"{one.reference}  {', '.join(one.differs)}: {before} → {after}"
