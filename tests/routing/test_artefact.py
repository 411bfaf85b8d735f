"""The artefact is what its sources say: rebuilt from them it is the same, to the last bit."""

from pathlib import Path

import numpy as np
import pytest

from engine.errors import NotFound
from engine.model.directory import Directory
from engine.routing.calibration import folds, logistic
from engine.routing.examples import Confirmed, in_keys, key_of, load_confirmed, place, placed
from engine.routing.names import CONFIRMED, TAUGHT, WEIGHTS
from engine.routing.reading import Reader
from engine.routing.router import Router
from engine.routing.terms import Terms
from engine.routing.training import train
from engine.routing.weights import load_weights

LARGEST = 2_000_000  # bytes


@pytest.fixture(scope="module")
def taught(folder: Path, directory: Directory, terms: Terms, reader: Reader) -> tuple[Confirmed, ...]:
    """Everything the artefact is trained on."""
    rows = [*load_confirmed(folder / TAUGHT), *load_confirmed(folder / CONFIRMED)]
    return placed(in_keys(rows, directory), terms, reader)


def test_training_anew_gives_the_committed_artefact(
    folder: Path, directory: Directory, terms: Terms, reader: Reader, taught: tuple[Confirmed, ...]
) -> None:
    committed = load_weights(folder / WEIGHTS)
    again = train(taught, directory, terms, reader, calibration=committed.calibration.tolist())
    assert again.digest == committed.digest, "the sources changed: run `qingling route train`"


def test_the_file_is_small_and_the_same_when_written_again(folder: Path, tmp_path: Path) -> None:
    path = folder / WEIGHTS
    assert path.stat().st_size < LARGEST
    load_weights(path).save(tmp_path / WEIGHTS)
    assert (tmp_path / WEIGHTS).read_bytes() == path.read_bytes()


def test_the_artefact_names_the_vocabulary_it_was_trained_with(folder: Path, terms: Terms) -> None:
    assert load_weights(folder / WEIGHTS).terms == terms.digest


def test_a_confirmed_report_teaches(directory: Directory, terms: Terms, reader: Reader) -> None:
    text = "咱们那套蓝皮本子怎么老是对不上"
    rows = [Confirmed(text=text, topic="group-processing", agencies=("tianjin-customs",))] * 3
    untaught = Router(directory, terms, train([], directory, terms, reader))
    learned = Router(directory, terms, train(rows, directory, terms, reader))
    assert learned.view(text).topic == "group-processing"
    assert (
        untaught.view(text).shares.get("group-processing", 0.0)
        < learned.view(text).shares["group-processing"]
    )


def test_a_report_confirmed_by_measures_finds_its_topic(terms: Terms, reader: Reader) -> None:
    row = Confirmed(
        text="退货的奶瓶仓库不让入区",
        measures=(("2022-division", 9), ("2021-new-trade", 1)),
        agencies=("tianjin-customs",),
    )
    assert place(row, terms, reader) == "import-return"
    assert place(Confirmed(text="外卖骑手电话打不通"), terms, reader) == "consumer"


def test_agencies_are_known_by_any_of_their_names(directory: Directory) -> None:
    assert key_of("天津检验检疫局", directory) == key_of("天津海关", directory) == "tianjin-customs"
    with pytest.raises(NotFound):
        key_of("没有这个单位", directory)


def test_folds_hold_everything_out_once() -> None:
    rows = [Confirmed(text=str(number), topic=f"m{number % 3}") for number in range(31)]
    held = [row.text for _, unseen in folds(rows) for row in unseen]
    assert sorted(held) == sorted(row.text for row in rows)
    assert all(not {row.text for row in seen} & {row.text for row in unseen} for seen, unseen in folds(rows))


def test_the_curve_follows_the_chances() -> None:
    signs = np.array([[1.0, number % 2] for number in range(400)])
    right = np.array([1.0 if number % 20 else 0.0 for number in range(400)]) * signs[:, 1]
    curve = logistic(signs, right)
    chance = 1 / (1 + np.exp(-np.array([[1.0, 0.0], [1.0, 1.0]]) @ curve))
    assert chance[0] < 0.05
    assert abs(chance[1] - right[1::2].mean()) < 0.02
