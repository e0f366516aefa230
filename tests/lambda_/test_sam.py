"""AWS SAM CLI accepts the template and builds from it what `make` builds without it."""

from __future__ import annotations

import filecmp
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.lambda_.conftest import run_here


@pytest.fixture(scope="module")
def sam() -> str:
    """Where the AWS SAM CLI is."""
    found = shutil.which("sam")
    if found is None:
        pytest.skip("the AWS SAM CLI (`sam`) is not on the PATH")
    return found


@pytest.fixture(scope="module")
def resources(sam: str) -> dict[str, Any]:
    """What CloudFormation is asked to make, by name, once SAM has translated the template."""
    python = Path(sam).resolve().with_name("python")
    script = Path(__file__).with_name("translate.py")
    made: dict[str, Any] = json.loads(run_here(str(python), str(script), "template.yaml"))["Resources"]
    return made


def test_sam_finds_the_template_valid(sam: str) -> None:
    """`sam validate --lint` has nothing to say against it, with neither an AWS account nor a region."""
    assert "is a valid SAM Template" in run_here(sam, "validate", "--lint")


def test_alexa_may_call_the_alias_and_nothing_else(resources: dict[str, Any]) -> None:
    """The one permission is for Alexa, for one skill, on the alias; so nobody gets past a gradual deployment."""
    (permission,) = _of_type(resources, "AWS::Lambda::Permission").values()
    (alias,) = _of_type(resources, "AWS::Lambda::Alias")

    assert permission == {
        "Action": "lambda:InvokeFunction",
        "FunctionName": {"Ref": alias},
        "Principal": "alexa-appkit.amazon.com",
        "EventSourceToken": {"Ref": "SkillId"},
    }


def test_codedeploy_moves_the_alias_and_goes_back_on_an_alarm(resources: dict[str, Any]) -> None:
    """SAM ties alias, deployment group and alarms together."""
    (alias,) = [each for each in resources.values() if each["Type"] == "AWS::Lambda::Alias"]
    (name,) = _of_type(resources, "AWS::CodeDeploy::DeploymentGroup")
    group = resources[name]["Properties"]

    assert alias["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]["DeploymentGroupName"] == {"Ref": name}
    assert group["AlarmConfiguration"]["Enabled"]
    assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]


def test_sam_builds_the_artefact_that_make_builds(sam_artefact: Path, artefact: Path) -> None:
    """The same files with the same contents, so what is tested is what is deployed."""
    names = _files(artefact)

    assert _files(sam_artefact) == names
    _, different, unreadable = filecmp.cmpfiles(sam_artefact, artefact, names, shallow=False)
    assert different + unreadable == []


def _of_type(resources: dict[str, Any], kind: str) -> dict[str, Any]:
    return {name: each["Properties"] for name, each in resources.items() if each["Type"] == kind}


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
