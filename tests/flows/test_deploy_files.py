"""What `deploy/` tells a machine to do is what the system knows: commands, settings, variables."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.settings import ROOT, Settings
from flows.deployments import POOL
from qingling.main import COMMANDS

DEPLOY = ROOT / "deploy"
COMPOSE = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
WORKER = ["prefect", "worker", "start", "--pool", POOL, "--type", "process"]


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
    return found


def known(line: list[str]) -> bool:
    return line[: len(WORKER)] == WORKER or (line[0] == "qingling" and line[1] in COMMANDS)


def settings_in(text: str) -> set[str]:
    return {name.lower() for name in re.findall(r"^\s*QINGLING_([A-Z_]+)[:=]", text, re.M)}


def test_two_of_everything_that_may_be_several_on_one_of_what_may_not() -> None:
    commands = [tuple(one.get("command", ())) for one in services().values()]
    assert commands.count(("qingling", "server", "--host", "0.0.0.0")) == 2
    assert commands.count(tuple(WORKER)) == 2
    assert all(known(list(line)) for line in commands if line)


def test_every_dependency_is_a_service_with_what_is_waited_for() -> None:
    for one in services().values():
        for name, wanted in one.get("depends_on", {}).items():
            healthy = wanted["condition"] == "service_healthy"
            assert ("healthcheck" in services()[name]) is healthy


def test_every_variable_is_explained_and_every_setting_is_one() -> None:
    wanted = set(re.findall(r"\$\{([A-Z_]+):[?-]\}", COMPOSE))
    offered = set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "env.example").read_text(encoding="utf-8"), re.M))
    assert wanted == offered
    told = settings_in(COMPOSE) | settings_in(
        (DEPLOY / "systemd" / "qingling.env").read_text(encoding="utf-8")
    )
    assert told <= set(Settings.model_fields)


def test_every_unit_starts_what_there_is() -> None:
    for unit in UNITS:
        line = re.search(r"^ExecStart=(.+)$", unit.read_text(encoding="utf-8"), re.M)
        assert line is not None
        program, *rest = line[1].split()
        assert known([Path(program).name, *rest])


@pytest.mark.parametrize("script", sorted(DEPLOY.rglob("*.sh")), ids=lambda one: one.name)
def test_scripts_can_be_read(script: Path) -> None:
    subprocess.run(["sh", "-n", script], check=True)
