"""The AWS template: who may call the function, what it may do, and that it agrees with the rest of the checkout."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cfnlint.decode.cfn_yaml import load

from skill.platform.budget import ALEXA_WAITS, ANSWER_WITHIN
from skill.settings import Settings
from tests.lambda_ import events

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
Template = dict[str, Any]


@pytest.fixture(scope="module")
def template() -> Template:
    """The template as data, with its short-hand functions spelled out."""
    loaded: Template = load(str(ROOT / "template.yaml"))
    return loaded


@pytest.fixture(scope="module")
def function(template: Template) -> Template:
    """What the template says of the function."""
    properties: Template = template["Resources"]["LegDayCoachFunction"]["Properties"]
    return properties


def test_only_this_skill_may_call_the_function(function: Template) -> None:
    """The one trigger is Alexa's, bound to the skill id; SAM makes an EventSourceToken of it."""
    assert function["Events"] == {"Alexa": {"Type": "AlexaSkill", "Properties": {"SkillId": {"Ref": "SkillId"}}}}
    assert "FunctionUrlConfig" not in function


def test_function_and_trigger_know_the_same_skill(function: Template) -> None:
    """The skill id that the code checks is the one the trigger is bound to."""
    assert function["Environment"]["Variables"]["LEGDAY_SKILL_ID"] == {"Ref": "SkillId"}


def test_function_may_only_write_its_own_log_and_traces(template: Template, function: Template) -> None:
    """Least privilege: no managed policy, two actions on one log group, and two of X-Ray's, which know no resources."""
    role = template["Resources"]["LegDayCoachRole"]["Properties"]
    allowed = [statement for policy in role["Policies"] for statement in policy["PolicyDocument"]["Statement"]]

    assert function["Role"] == {"Fn::GetAtt": ["LegDayCoachRole", "Arn"]}
    assert "Policies" not in function
    assert "ManagedPolicyArns" not in role
    assert allowed == [
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": {"Fn::GetAtt": ["LegDayCoachLog", "Arn"]},
        },
        {"Effect": "Allow", "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "Resource": "*"},
    ]


def test_function_has_a_share_of_its_own_unless_told_otherwise(template: Template, function: Template) -> None:
    """Other functions cannot starve it nor it them; an account whose limit is too low to share out says 0."""
    reserves = {"Fn::Not": [{"Fn::Equals": [{"Ref": "ReservedConcurrency"}, 0]}]}

    assert template["Conditions"]["ReservesConcurrency"] == reserves
    assert function["ReservedConcurrentExecutions"] == {
        "Fn::If": ["ReservesConcurrency", {"Ref": "ReservedConcurrency"}, {"Ref": "AWS::NoValue"}]
    }
    assert template["Parameters"]["ReservedConcurrency"]["Default"] > 0


def test_function_is_traced(function: Template) -> None:
    """Where the time goes can be seen."""
    assert function["Tracing"] == "Active"


def test_each_finding_that_is_passed_over_says_why() -> None:
    """A sentence, beside what it is about."""
    reasons = re.findall(r"checkov:skip=(\w+):?(.*)", (ROOT / "template.yaml").read_text(encoding="utf-8"))

    assert reasons
    assert [rule for rule, reason in reasons if len(reason.split()) < 8] == []


def test_log_is_the_functions_own_and_is_deleted_in_time(template: Template, function: Template) -> None:
    """Log entries do not stay for ever."""
    assert function["LoggingConfig"] == {"LogGroup": {"Ref": "LegDayCoachLog"}}
    assert template["Resources"]["LegDayCoachLog"]["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}
    assert max(template["Parameters"]["LogRetentionDays"]["AllowedValues"]) <= 90


def test_function_gives_up_before_alexa_does(function: Template) -> None:
    """An answer that comes later is heard by nobody, and paid for."""
    assert ANSWER_WITHIN < function["Timeout"] < ALEXA_WAITS


def test_handler_is_the_one_in_the_checkout(function: Template) -> None:
    """Lambda calls `handler` of `lambda/handler.py`."""
    module, name = function["Handler"].split(".")

    assert f"def {name}(" in (ROOT / function["CodeUri"] / f"{module}.py").read_text(encoding="utf-8")


def test_packages_are_fetched_for_the_functions_platform(function: Template) -> None:
    """The processor in the template is the one the Makefile fetches packages for."""
    assert function["Architectures"] == ["arm64"]
    assert set(re.findall(r"--platform \w+_(x86_64|aarch64)", _makefile())) == {"aarch64"}


def test_sam_calls_a_target_that_the_makefile_has(template: Template) -> None:
    """SAM's makefile build calls `build-` and the name of the function."""
    assert template["Resources"]["LegDayCoachFunction"]["Metadata"]["BuildMethod"] == "makefile"
    assert re.search(r"^FUNCTION := LegDayCoachFunction$", _makefile(), re.MULTILINE)


def test_log_levels_offered_are_those_the_skill_takes(template: Template) -> None:
    """Each value that can be chosen at deployment lets the function start."""
    for level in template["Parameters"]["LogLevel"]["AllowedValues"]:
        assert Settings.from_environment({"LEGDAY_LOG_LEVEL": level}).log_level == level


@pytest.mark.parametrize(
    ("skill_id", "taken"),
    [(events.SKILL_ID, True), ("", False), ("amzn1.ask.skill.", False), (f"{events.SKILL_ID} ", False)],
)
def test_deployment_takes_only_what_can_be_a_skill_id(template: Template, skill_id: str, *, taken: bool) -> None:
    """A slip is caught when deploying, not at the first question."""
    pattern = template["Parameters"]["SkillId"]["AllowedPattern"]

    assert bool(re.fullmatch(pattern, skill_id)) is taken


def test_everything_referred_to_is_there(template: Template) -> None:
    """Each Ref and GetAtt names a parameter or a resource; linters of SAM templates let slips through."""
    named = {*template["Parameters"], *template["Resources"]}

    assert {name for name in _referred_to(template) if not name.startswith("AWS::")} <= named


def _makefile() -> str:
    return (ROOT / "Makefile").read_text(encoding="utf-8")


def _referred_to(node: object) -> Iterator[str]:
    match node:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), *_]}:
            yield name
        case dict():
            for value in node.values():
                yield from _referred_to(value)
        case list():
            for value in node:
                yield from _referred_to(value)
