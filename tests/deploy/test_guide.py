"""docs/deploy.md: its commands are run as they stand, with stand-ins for what needs an account, an engine or root."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from deploy import costs, measure
from skill.memory import RECENT, Event, Profile, Recollection
from skill.memory.in_memory import InMemory
from skill_package import lint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
SKILL_ID = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:leg-day-coach-LegDayCoachFunction:live"

NOTES = 'printf "%s\\n" "$(basename "$0") $(printf "%q " "$@")" >>"$TYPED"'
"""What every stand-in does: note how it was called."""

STAND_INS = {
    "ask": f'mkdir -p .ask; echo \'{{"profiles": {{"default": {{"skillId": "{SKILL_ID}"}}}}}}\' >.ask/ask-states.json',
    "sam": f'test "$1" != list || echo \'[{{"OutputKey": "FunctionArn", "OutputValue": "{FUNCTION}"}}]\'',
    "sudo": 'test "$1" = tee && cat >/dev/null || true',
    "make": "",
    "npm": "",
    "docker": "",
    "curl": "",
}


def section(heading: str) -> str:
    """The commands of a section, up to where its choice of a second way begins."""
    text = re.split(r"\n## ", GUIDE.partition(f"\n## {heading}\n")[2])[0].partition("**Without Docker**")[0]
    return "\n".join(re.findall(r"```bash\n(.*?)```", text, re.DOTALL))


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    """A folder like the checkout, with stand-ins first on the path, and the file in which they note what was typed."""
    tools = tmp_path / "tools"
    (tmp_path / ".venv-sam" / "path").mkdir(parents=True)
    (tmp_path / "build" / "alexa").mkdir(parents=True)
    (tmp_path / "deploy").symlink_to(ROOT / "deploy")
    tools.mkdir()
    for name, does in STAND_INS.items():
        tool = (tmp_path / ".venv-sam" / "path" if name == "sam" else tools) / name
        tool.write_text(f"#!/bin/bash\n{NOTES}\n{does}\n", encoding="utf-8")
        tool.chmod(0o755)
    (tools / "python3").symlink_to(sys.executable)
    return tmp_path


def run(folder: Path, *headings: str) -> Iterator[list[str]]:
    """Type the commands of these sections, one after the other, in one shell; give what the stand-ins noted."""
    notes = folder / "typed"
    notes.touch()
    path = f"{folder / 'tools'}{os.pathsep}{os.environ['PATH']}"
    script = "\n".join(["set -euo pipefail", *map(section, headings)])
    subprocess.run(  # noqa: S603 - the guide's own commands
        ["/bin/bash", "-c", script],
        cwd=folder,
        env={"PATH": path, "TYPED": str(notes)},
        check=True,
        capture_output=True,
    )
    yield from map(shlex.split, notes.read_text(encoding="utf-8").splitlines())


def test_the_way_to_lambda_hands_on_what_it_got(typed: Path) -> None:
    """The skill's id gets to the function, the function's address to the skill, and a fresh secret to nobody else."""
    commands = list(run(typed, "The skill", "On AWS Lambda", "Tell the skill"))
    (deployed,) = [command for command in commands if command[:2] == ["sam", "deploy"]]
    (secret,) = [each.partition("=")[2] for each in deployed if each.startswith("AthleteSecret=")]

    assert f"SkillId={SKILL_ID}" in deployed
    assert len(secret) >= 32
    assert ["make", "skill-package", f"ENDPOINT={FUNCTION}"] in commands
    assert [command[0] for command in commands].count("ask") == 3
    assert lint.LAMBDA_ARN.fullmatch(FUNCTION)


def test_the_way_to_a_server_hands_on_what_it_got(typed: Path) -> None:
    """The container gets the skill's id and a volume where the image keeps things; the skill gets an https address."""
    commands = list(run(typed, "The skill", "On a server of your own", "Tell the skill"))
    (started,) = [command for command in commands if command[:2] == ["docker", "run"]]
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert f"LEGDAY_SKILL_ID={SKILL_ID}" in started
    assert [each for each in started if each.startswith("legday:")] == [
        f"legday:{re.findall(r'VOLUME (.+)', dockerfile)[0]}"
    ]
    assert f"127.0.0.1:8080:{re.findall(r'EXPOSE (.+)', dockerfile)[0]}" in started
    assert ["make", "skill-package", "ENDPOINT=https://coach.example.org/alexa"] in commands


@pytest.mark.parametrize("arguments", sorted(set(re.findall(r"(?:^|`)make ([^\n`]+)", GUIDE, re.MULTILINE))))
def test_every_make_target_is_there(arguments: str) -> None:
    """With the variables that the guide gives it."""
    command = ["make", "--dry-run", *shlex.split(arguments)]
    # What `make test ARGS=...` was given is not for this make.
    clean = {name: value for name, value in os.environ.items() if name not in {"ARGS", "MAKEFLAGS", "MAKELEVEL"}}

    assert subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, check=False).returncode == 0  # noqa: S603


def test_every_file_it_names_is_there() -> None:
    """Paths in commands and links of this repository."""
    named = re.findall(r"\b((?:deploy|requirements|skill_package)/[\w./-]*\w)", GUIDE)

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_parameters_are_those_of_the_template() -> None:
    """Each that can be left as it is, with what it is then."""
    listed = dict(re.findall(r"^\| `([A-Z]\w+)` \|.*\| (.+) \|$", GUIDE.partition("## On a server")[0], re.MULTILINE))
    template = re.findall(r"^  (\w+):\n    Type: (?:String|Number)", (ROOT / "template.yaml").read_text(), re.MULTILINE)

    assert set(listed) == set(template) - {"SkillId", "AthleteSecret"}
    assert (listed["LogLevel"], listed["LogRetentionDays"], listed["ReservedConcurrency"]) == ("`INFO`", "30", "20")


def test_regions_are_those_that_alexa_calls() -> None:
    """The guide's four are the linter's."""
    offered = re.findall(r"`(\w\w-\w+-\d)`", GUIDE)

    assert len(offered) == 4
    assert all(lint.LAMBDA_ARN.fullmatch(f"arn:aws:lambda:{region}:123456789012:function:coach") for region in offered)


def test_stack_is_the_one_that_sam_deploys() -> None:
    """Its name is said once, in samconfig.toml."""
    assert 'stack_name = "leg-day-coach"' in (ROOT / "samconfig.toml").read_text(encoding="utf-8")
    assert set(re.findall(r"--stack-name (\S+?)[`\s,]", GUIDE)) == {"leg-day-coach"}


# --- what it costs ---------------------------------------------------------------------------------------------------


def test_a_sum_is_that_of_its_lines() -> None:
    """As they are shown, for a million conversations; to a cent a line."""
    spoken, month = costs.tables().split("\n\n")
    for table in (spoken, month):
        *lines, total = [float(row.split("|")[-2].strip(" *$").replace(",", "")) for row in table.splitlines()[2:]]
        assert sum(lines) == pytest.approx(total, abs=0.01 * len(lines))


def test_twice_the_memory_costs_no_more_work_and_twice_the_snapshot() -> None:
    """The sum follows the template: with more memory work is quicker, waiting dearer, and a snapshot larger."""
    one = costs.read()
    two = {**one, "memory_mb": 2 * one["memory_mb"]}
    snapshot, twice = costs.a_month(one)[0], costs.a_month(two)[0]

    assert twice.dollars == pytest.approx(2 * snapshot.dollars)
    assert costs.a_conversation(one)[1].dollars < costs.a_conversation(two)[1].dollars
    assert costs.a_conversation(two)[1].dollars < 2 * costs.a_conversation(one)[1].dollars


def test_prices_say_when_they_were_looked_up() -> None:
    """A price without a date is a rumour."""
    prices = yaml.safe_load((ROOT / "deploy" / "costs.yaml").read_text(encoding="utf-8"))["prices"]

    assert prices["looked_up"].year >= 2026
    assert str(prices["looked_up"]) in costs.assumptions()


class Asked(InMemory):
    """A store that counts how often it is asked."""

    queries = puts = 0

    def recall(self, athlete: str, since: datetime, limit: int | None = RECENT) -> Recollection:
        """Count, and recall."""
        self.queries += 1
        return super().recall(athlete, since, limit)

    def append(self, athlete: str, events: Sequence[Event], profile: Profile | None = None) -> None:
        """Count, and write."""
        self.puts += 1
        super().append(athlete, events, profile)


def test_conversation_asks_the_store_as_often_as_is_paid_for() -> None:
    """Whoever makes the skill ask more often, measures anew: `python deploy/measure.py`."""
    measured = costs.read()["measured"]
    store, took = Asked(lambda: measure.NOW), list[float]()
    measure.remember(store, 10)
    store.puts = 0

    measure.hold(measure.device(store, took))

    assert len(took) == measured["turns"]
    assert store.queries == measured["queries"]
    assert store.puts == sum(measured[kind] for kind in costs.UNITS)
