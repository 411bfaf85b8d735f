"""What `deploy/` tells a machine to do is what the system knows: commands, options, settings, variables, addresses."""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from prefect.settings import Settings as PrefectSettings
from prefect.settings.legacy import _get_valid_setting_names
from typer.core import TyperGroup

from engine.database import Database
from engine.settings import ROOT, Settings
from flows.deployments import POOL
from flows.probe import Prefect
from qingling.app import create_app
from qingling.main import app

DEPLOY = ROOT / "deploy"
COMPOSE = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
PREFECT = "prefect worker start --pool qingling --type process"
OWN = {"PREFECT_PASSWORD", "QINGLING_SERVICE_PASSWORD"}  # of the compose file and the database's first start
SETTING = re.compile(r"^\s*((?:QINGLING|PREFECT)_[A-Z_]+)[:=]", re.M)


def services() -> dict[str, Any]:
    """The services of the compose file, anchors resolved."""
    found: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
    return found


def in_unit(unit: Path, key: str) -> list[str]:
    """The values of a key of a unit."""
    return re.findall(rf"^{key}=(.+)$", unit.read_text(encoding="utf-8"), re.M)


def lines() -> list[list[str]]:
    """Every command that a machine is told to run."""
    found = [list(one["command"]) for one in services().values() if "command" in one]
    for unit in UNITS:
        (line,) = in_unit(unit, "ExecStart")
        program, *rest = line.split()
        found.append([Path(program).name, *rest])
    (image,) = re.findall(r"^CMD (.+)$", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), re.M)
    return [*found, yaml.safe_load(image)]


def understood(line: list[str]) -> dict[str, Any]:
    """What our command line makes of it; an unknown command, option or value raises."""
    command: Any = typer.main.get_command(app)
    name, *args = line
    while isinstance(command, TyperGroup):
        name, *args = args
        command = command.get_command(typer.Context(command), name)
        assert command is not None, f"there is no {name} in {line}"
    with command.make_context(name, list(args)) as context:
        return dict(context.params)


def test_every_command_is_one_we_know() -> None:
    assert PREFECT.split()[4] == POOL
    told = [line for line in lines() if line[0] != "prefect"]
    assert len(told) >= 8
    for line in told:
        assert line[0] == "qingling"
        understood([one.replace("%i", "8001") for one in line])
    workers = [line for line in lines() if line[0] == "prefect"]
    assert len(workers) == 3
    assert all(" ".join(line).startswith(PREFECT) for line in workers)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("qingling serve", "no serve"),
        ("qingling flows serve", "no serve"),
        ("qingling server --prot 1", "--prot"),
        ("qingling server --port x", "integer"),
    ],
)
def test_a_command_that_there_is_not_would_be_found(line: str, fault: str) -> None:
    with pytest.raises((AssertionError, typer.BadParameter.__base__), match=fault):  # type: ignore[arg-type]
        understood(line.split())


def test_two_of_everything_that_may_be_several_on_one_of_what_may_not() -> None:
    commands = [" ".join(one.get("command", ())) for one in services().values()]
    assert commands.count("qingling server --host 0.0.0.0") == 2
    assert commands.count(PREFECT) == 2
    assert commands.count("qingling flows server --host 0.0.0.0") == 1


def test_every_dependency_is_a_service_with_what_is_waited_for() -> None:
    for one in services().values():
        for name, wanted in one.get("depends_on", {}).items():
            healthy = wanted["condition"] == "service_healthy"
            assert ("healthcheck" in services()[name]) is healthy
            once = wanted["condition"] == "service_completed_successfully"
            assert (services()[name].get("restart") == "no") is once


def test_every_check_of_health_asks_an_address_that_there_is() -> None:
    checks = [str(one["healthcheck"]["test"]) for one in services().values() if "healthcheck" in one]
    asked = {address for check in checks for address in re.findall(r"http://[^']+", check)}
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    pages = create_app(settings, Database("postgresql+asyncpg:///nowhere"), lambda: datetime.now(UTC)).routes
    ours = f"http://127.0.0.1:{settings.port}/readyz"
    port = understood(["qingling", "flows", "server"])["port"]
    assert asked == {ours, Prefect(f"http://127.0.0.1:{port}/api").url}
    assert "/readyz" in {getattr(page, "path", "") for page in pages}


def test_every_variable_is_explained_and_every_setting_is_one() -> None:
    wanted = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))
    told = re.findall(r"\$\{([A-Z_]+):(?:\?|-)\}", COMPOSE)
    assert wanted == set(told), "each says whether it starts without"
    offered = re.findall(r"^([A-Z_]+)=", (DEPLOY / "env.example").read_text(encoding="utf-8"), re.M)
    assert wanted == set(offered)
    assert len(offered) == len(set(offered))
    ours = {f"QINGLING_{name.upper()}" for name in Settings.model_fields}
    known = ours | set(_get_valid_setting_names(PrefectSettings)) | OWN
    for file in (DEPLOY / "compose.yaml", *(DEPLOY / "systemd").iterdir()):
        assert set(SETTING.findall(file.read_text(encoding="utf-8"))) <= known, file.name


def test_what_is_mounted_and_waited_for_is_there() -> None:
    volumes = set(yaml.safe_load(COMPOSE)["volumes"])
    mounted = {place.split(":")[0] for one in services().values() for place in one.get("volumes", ())}
    assert {place for place in mounted if not place.startswith(".")} == volumes
    assert all((DEPLOY / place).is_dir() for place in mounted if place.startswith("."))
    ports = [port for one in services().values() for port in one.get("ports", ())]
    assert len(ports) == len(set(ports))
    assert all(port.startswith("127.0.0.1:") for port in ports), "only the proxy is open to the outside"
    script = (DEPLOY / "postgres" / "roles.sh").read_text(encoding="utf-8")
    assert set(re.findall(r"\$([A-Z_]+)", script)) <= set(services()["postgres"]["environment"])


@pytest.mark.parametrize("unit", UNITS, ids=lambda one: one.name)
def test_a_unit_starts_again_what_died_and_reads_files_that_are_explained(unit: Path) -> None:
    assert in_unit(unit, "Restart") == ["always"]
    for file in in_unit(unit, "EnvironmentFile"):
        assert (DEPLOY / "systemd" / Path(file).name).is_file()
    (where,) = in_unit(unit, "WorkingDirectory")
    assert where == f"/var/lib/{in_unit(unit, 'StateDirectory')[0]}"


def test_in_a_closed_file_system_everything_is_kept_where_a_unit_may_write() -> None:
    for file in ("qingling.env", "prefect.env"):
        told = (DEPLOY / "systemd" / file).read_text(encoding="utf-8")
        for place in re.findall(
            r"^(?:QINGLING_DATA|PREFECT_HOME|PREFECT_UI_STATIC_DIRECTORY)=(.+)$", told, re.M
        ):
            assert place.startswith("/var/lib/qingling")
    assert "PREFECT_HOME=" in (DEPLOY / "systemd" / "qingling.env").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", sorted(DEPLOY.rglob("*.sh")), ids=lambda one: one.name)
def test_scripts_can_be_read(script: Path) -> None:
    subprocess.run(["sh", "-n", script], check=True)
