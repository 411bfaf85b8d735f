"""What the log says of a Prefect API that starts, falls away and comes back."""

from collections.abc import Iterator

import pytest

from flows.probe import Prefect

AWAY, BACK = "Prefect does not answer; work goes on without it", "Prefect answers again"


class Told(Prefect):
    """Answers as it is told."""

    def __init__(self, answers: Iterator[bool]) -> None:
        super().__init__("http://127.0.0.1:9/api")
        self.script = answers

    async def _ask(self) -> bool:
        return next(self.script)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([False, False, True, True], []),  # it only starts
        ([True, False, False, True, True], [AWAY, BACK]),
        ([False, True, False, True, False], [AWAY, BACK, AWAY]),
    ],
)
async def test_only_a_change_is_told(
    answers: list[bool], said: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    api = Told(iter(answers))
    assert [await api.answers() for _ in answers] == answers
    await api.close()
    assert [record.message for record in caplog.records if record.name == "flows.probe"] == said
