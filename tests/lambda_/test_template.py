"""The AWS template: who may call the function, what it may do, and that it agrees with the rest of the checkout."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cfnlint.decode.cfn_yaml import load

from skill.logs import OUTCOMES
from skill.platform.budget import ALEXA_WAITS, ANSWER_WITHIN
from skill.settings import Settings
from tests.lambda_ import events

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
Template = dict[str, Any]

ALARMS = {
    "FailuresAlarm": ("AWS/Lambda", "Errors"),
    "ApologiesAlarm": ("LegDayCoach", {"Fn::Sub": "${AWS::StackName}-apologies"}),
    "SlowAnswersAlarm": ("AWS/Lambda", "Duration"),
    "ThrottlesAlarm": ("AWS/Lambda", "Throttles"),
}
"""What each alarm listens to."""

DEPLOYMENT = {"Canary10Percent5Minutes": 5, "Canary10Percent30Minutes": 30, "Linear10PercentEvery1Minute": 9}
"""How many minutes CodeDeploy watches the alarms while a part of the athletes has a new version."""


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


def test_alexa_calls_an_alias_that_goes_back_by_itself(template: Template, function: Template) -> None:
    """A new version gets a few athletes at first; an alarm of its making sends them back to the one before."""
    preference = function["DeploymentPreference"]

    assert function["AutoPublishAlias"] == "live"
    assert template["Outputs"]["FunctionArn"]["Value"] == {"Ref": "LegDayCoachFunction.Alias"}
    assert preference["Type"] == {"Ref": "Deployment"}
    assert template["Parameters"]["Deployment"]["Default"] in DEPLOYMENT
    assert [alarm["Ref"] for alarm in preference["Alarms"]] == ["FailuresAlarm", "ApologiesAlarm", "SlowAnswersAlarm"]


def test_every_change_is_a_version_and_an_old_one_is_gone(function: Template) -> None:
    """A changed setting reaches athletes as changed code does; a version without callers pays for no snapshot."""
    assert function["AutoPublishAliasAllProperties"] is True
    assert function["VersionDeletionPolicy"] == "Delete"


def test_function_starts_from_a_snapshot_unless_told_otherwise(template: Template, function: Template) -> None:
    """SnapStart takes Python from 3.12 on, on both processors, with at most 512 MB of disk and no file system."""
    assert function["SnapStart"] == {"ApplyOn": {"Ref": "SnapStart"}}
    assert template["Parameters"]["SnapStart"]["Default"] == "PublishedVersions"
    assert template["Parameters"]["SnapStart"]["AllowedValues"] == ["PublishedVersions", "None"]
    assert tuple(map(int, function["Runtime"].removeprefix("python").split("."))) >= (3, 12)
    assert {"EphemeralStorage", "FileSystemConfigs", "PackageType", "ProvisionedConcurrencyConfig"} & set(
        function
    ) == set()


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_listens_to_what_alexa_calls(template: Template, name: str) -> None:
    """Lambda counts by alias; silence is no alarm, and whoever left an address is told, also when it is over."""
    alarm = template["Resources"][name]["Properties"]
    told = [{"Fn::If": ["SendsMail", {"Ref": "AlarmTopic"}, {"Ref": "AWS::NoValue"}]}]

    assert (alarm["Namespace"], alarm["MetricName"]) == ALARMS[name]
    if alarm["Namespace"] == "AWS/Lambda":
        assert alarm["Dimensions"] == [
            {"Name": "FunctionName", "Value": {"Ref": "LegDayCoachFunction"}},
            {"Name": "Resource", "Value": {"Fn::Sub": "${LegDayCoachFunction}:live"}},
        ]
    assert alarm["TreatMissingData"] == "notBreaching"
    assert alarm["AlarmActions"] == alarm["OKActions"] == told


def test_an_alarm_rings_while_a_new_version_is_watched(template: Template) -> None:
    """Otherwise the new version would have everybody before anybody knew."""
    for name in ALARMS:
        alarm = template["Resources"][name]["Properties"]
        assert alarm["DatapointsToAlarm"] * alarm["Period"] / 60 < min(DEPLOYMENT.values())


def test_an_answer_is_slow_when_it_takes_longer_than_it_may(template: Template) -> None:
    """In milliseconds, what the skill allows itself in seconds; the dashboard draws the same line."""
    alarm = template["Resources"]["SlowAnswersAlarm"]["Properties"]
    (line,) = _widget(template, "How long a turn takes")["annotations"]["horizontal"]

    assert alarm["ExtendedStatistic"] == "p99"
    assert alarm["Threshold"] == line["value"] == ANSWER_WITHIN * 1000


def test_an_apology_is_heard_by_the_publisher_too(template: Template) -> None:
    """Lambda takes an apology for a success. Whatever the log is told of failures has a level that the filter finds."""
    found = template["Resources"]["ApologiesFilter"]["Properties"]
    levels = set(re.findall(r'\$\.level = "(\w+)"', found["FilterPattern"]))

    assert found["LogGroupName"] == {"Ref": "LegDayCoachLog"}
    assert levels == {"ERROR", "CRITICAL"}
    assert {logging.getLevelName(OUTCOMES[how][0]) for how in ("apologised", "failed")} <= levels
    assert {logging.getLevelName(OUTCOMES[how][0]) for how in ("answered", "notice", "refused")} & levels == set()
    assert set(template["Parameters"]["LogLevel"]["AllowedValues"]) - levels == {"DEBUG", "INFO", "WARNING"}
    assert [made["MetricName"] for made in found["MetricTransformations"]] == [ALARMS["ApologiesAlarm"][1]]


def test_table_forgets_in_time_and_can_be_brought_back(template: Template) -> None:
    """Encrypted, expiring, paid for by use; and a backup no longer than PRIVACY.md says."""
    table = template["Resources"]["LegDayCoachTable"]["Properties"]
    backup = table["PointInTimeRecoverySpecification"]

    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert table["SSESpecification"]["SSEEnabled"] is True
    assert backup == {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 7}
    assert "holds the last seven days and no more" in (ROOT / "PRIVACY.md").read_text(encoding="utf-8")


def test_dashboard_shows_alarms_and_what_is_measured(template: Template) -> None:
    """Valid JSON whose widgets fit the width of the page; every alarm is on it, by name."""
    widgets = _dashboard(template)["widgets"]
    (alarms,) = [widget["properties"]["alarms"] for widget in widgets if widget["type"] == "alarm"]

    assert alarms == [f"${{{name}.Arn}}" for name in ALARMS]
    assert all(widget["x"] + widget["width"] <= 24 for widget in widgets)


def test_every_parameter_but_two_can_be_left_as_it_is(template: Template) -> None:
    """Only the skill's id and the secret are nobody's to choose but the publisher's; each says what it is for."""
    parameters = template["Parameters"]

    assert {name for name, parameter in parameters.items() if "Default" not in parameter} == {
        "SkillId",
        "AthleteSecret",
    }
    assert [name for name, parameter in parameters.items() if not parameter.get("Description")] == []
    assert parameters["AthleteSecret"]["NoEcho"] is True


@pytest.mark.parametrize(
    ("address", "taken"), [("", True), ("coach@example.org", True), ("coach", False), ("a b@example.org", False)]
)
def test_alarms_are_mailed_only_to_what_can_be_an_address(template: Template, address: str, *, taken: bool) -> None:
    """Or to nobody, and then there is no topic either."""
    assert bool(re.search(template["Parameters"]["AlarmEmail"]["AllowedPattern"], address)) is taken
    assert template["Resources"]["AlarmTopic"]["Condition"] == "SendsMail"


def test_everything_referred_to_is_there(template: Template) -> None:
    """Each Ref, GetAtt and Sub names a parameter or a resource; linters of SAM templates let slips through."""
    named = {*template["Parameters"], *template["Resources"], "LegDayCoachFunction.Alias"}

    assert {name for name in _referred_to(template) if not name.startswith("AWS::")} <= named


def _dashboard(template: Template) -> Template:
    body: Template = json.loads(template["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"])
    return body


def _widget(template: Template, title: str) -> Template:
    (found,) = [each["properties"] for each in _dashboard(template)["widgets"] if each["properties"]["title"] == title]
    properties: Template = found
    return properties


def _makefile() -> str:
    return (ROOT / "Makefile").read_text(encoding="utf-8")


def _referred_to(node: object) -> Iterator[str]:
    match node:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), *_]}:
            yield name
        case {"Fn::Sub": str(text)}:
            yield from re.findall(r"\$\{([\w:]+)[.\w]*\}", text)
        case dict():
            for value in node.values():
                yield from _referred_to(value)
        case list():
            for value in node:
                yield from _referred_to(value)
