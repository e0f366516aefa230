"""What DynamoDB is asked, how often, and what becomes of its refusals, its silence and its nonsense."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import boto3
import pytest

from skill.amazon.time_zone import DEADLINE_SECONDS
from skill.memory import KEPT_FOR, MemoryFailed, Profile
from skill.memory.address import Table
from skill.memory.dynamodb import DynamoMemory
from skill.memory.interface import CALL_SECONDS
from skill.platform.budget import ANSWER_WITHIN
from skill.settings import Settings
from tests.memory.answering import Answer, answering, bad, cancelled, good, nobody, silent
from tests.memory.places import AGES_AGO, ATHLETE, NOW, PATIENT, Clock, Told
from tests.memory.table import resources, template

if TYPE_CHECKING:
    from collections.abc import Callable

REGION = "eu-west-1"


@pytest.fixture
def sent() -> list[str]:
    """Every operation that a watched store asks for."""
    return []


@pytest.fixture
def watched(table: Table, sent: list[str]) -> DynamoMemory:
    """A store that is seen at work."""
    return DynamoMemory(table, Clock(), patience=PATIENT, watch=sent.append)


def test_a_turn_reads_once_and_writes_once(watched: DynamoMemory, sent: list[str], told: Told) -> None:
    """One Query for the profile and the events; one write, whatever is in it, also of a turn that comes again."""
    watched.append(ATHLETE, told.events(99), Profile(age=45))
    event = told.event()
    sent.clear()

    watched.recall(ATHLETE, AGES_AGO)
    assert sent == ["Query"]

    turns: dict[str, list[Callable[[], None]]] = {
        "PutItem": [partial(watched.append, ATHLETE, [event])] * 2,
        "UpdateItem": [partial(watched.append, ATHLETE, [], Profile(novice=True))] * 2,
        "TransactWriteItems": [partial(watched.append, ATHLETE, [told.event(), told.event()], Profile(age=46))] * 2,
    }
    for operation, calls in turns.items():
        for call in calls:
            sent.clear()
            call()
            assert sent == [operation]


def test_the_function_may_do_what_it_does_and_no_more(watched: DynamoMemory, sent: list[str], told: Told) -> None:
    """The template allows exactly the actions that the store uses, on exactly its table and index."""
    watched.append(ATHLETE, told.events(1))
    watched.append(ATHLETE, [], Profile(age=45))
    watched.append(ATHLETE, told.events(2), Profile(age=45))
    watched.recall(ATHLETE, AGES_AGO)
    watched.export(ATHLETE)
    watched.forget(ATHLETE)
    watched.check()
    used = {operation for operation in sent if operation != "TransactWriteItems"}  # allowed by what is in it

    policy = resources()["LegDayCoachRemembers"]["Properties"]
    on_table, on_index = policy["PolicyDocument"]["Statement"]
    assert policy["RoleName"] == {"Ref": "LegDayCoachRole"}
    assert sorted(on_table["Action"]) == [f"dynamodb:{operation}" for operation in sorted(used)]
    assert on_table["Resource"] == {"Fn::GetAtt": ["LegDayCoachTable", "Arn"]}
    assert on_index["Action"] == "dynamodb:Query"
    assert on_index["Resource"] == {"Fn::Sub": "${LegDayCoachTable.Arn}/index/newest"}
    assert on_table["Effect"] == on_index["Effect"] == "Allow"


def test_the_table_is_encrypted_backed_up_and_clears_itself() -> None:
    """As the template has it; backups end soon, for they hold what was forgotten."""
    table = resources()["LegDayCoachTable"]["Properties"]
    backup = table["PointInTimeRecoverySpecification"]

    assert table["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS"}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert backup["PointInTimeRecoveryEnabled"] is True
    assert backup["RecoveryPeriodInDays"] <= 7


def test_the_function_knows_its_table_and_secret() -> None:
    """The settings in the template are ones that the skill takes; the secret is shown nowhere."""
    given = resources()["LegDayCoachFunction"]["Properties"]["Environment"]["Variables"]
    secret = template()["Parameters"]["AthleteSecret"]

    assert given["LEGDAY_STORE"] == {"Fn::Sub": "dynamodb://${LegDayCoachTable}"}
    assert given["LEGDAY_ATHLETE_SECRET"] == {"Ref": "AthleteSecret"}
    assert secret["NoEcho"] is True
    assert "Default" not in secret
    Settings.from_environment(
        {"LEGDAY_STORE": "dynamodb://stack-Table-1ABC", "LEGDAY_ATHLETE_SECRET": "x" * secret["MinLength"]}
    ).require_athlete_secret()


def test_an_item_holds_text_and_its_end(watched: DynamoMemory, table: Table, told: Told) -> None:
    """No floats; the time to live is whole seconds, 400 days after it was recorded."""
    event = told.event({"soreness": 6.5})
    watched.append(ATHLETE, [event], Profile(age=45))

    items = boto3.client("dynamodb", region_name=REGION, endpoint_url=table.endpoint).scan(TableName=table.name)[
        "Items"
    ]

    assert {kind for item in items for value in item.values() for kind in value} == {"S", "N"}
    (expires,) = (item["expires"] for item in items if "expires" in item)
    assert expires == {"N": str(int((event.recorded_at + KEPT_FOR).timestamp()))}


def test_all_deadlines_of_a_turn_fit_in_an_answer() -> None:
    """A read, a write and the time zone, each as late as it may be."""
    assert 2 * CALL_SECONDS + DEADLINE_SECONDS < ANSWER_WITHIN


def _at(endpoint: str, patience: float = PATIENT) -> DynamoMemory:
    return DynamoMemory(Table("legday", REGION, endpoint), Clock(), patience=patience)


def _calls(memory: DynamoMemory, told: Told) -> dict[str, Callable[[], object]]:
    return {
        "read": partial(memory.recall, ATHLETE, AGES_AGO),
        "exported": partial(memory.export, ATHLETE),
        "checked": memory.check,
        "one event": partial(memory.append, ATHLETE, [told.event()]),
        "profile": partial(memory.append, ATHLETE, [], Profile(age=45)),
        "both": partial(memory.append, ATHLETE, told.events(2), Profile(age=45)),
        "deleted": partial(memory.forget, ATHLETE),
    }


def _all_fail(memory: DynamoMemory, told: Told, part: str = "") -> None:
    for call in _calls(memory, told).values():
        _fails_in_a_sentence(call, part)


def _fails_in_a_sentence(call: Callable[[], object], part: str = "") -> None:
    with pytest.raises(MemoryFailed) as failed:
        call()
    sentence = str(failed.value)
    assert sentence.startswith("What is remembered could not be ")
    assert sentence.endswith(".")
    assert part in sentence
    assert ATHLETE not in sentence
    assert failed.value.__cause__ is not None


REFUSALS = {
    "ProvisionedThroughputExceededException": 400,
    "ThrottlingException": 400,
    "RequestLimitExceeded": 400,
    "AccessDeniedException": 400,
    "ResourceNotFoundException": 400,
    "ItemCollectionSizeLimitExceededException": 400,
    "InternalServerError": 500,
    "ServiceUnavailable": 503,
}


@pytest.mark.parametrize(("code", "status"), REFUSALS.items())
def test_a_refusal_is_told_in_a_sentence(told: Told, code: str, status: int) -> None:
    """Throttled, forbidden, full or broken: whatever was asked."""
    with answering(bad(code, status)) as (endpoint, _):
        calls = _calls(_at(endpoint), told)

        for name in ("read", "one event"):
            _fails_in_a_sentence(calls[name], f"DynamoDB says {code}")


def test_throttled_is_tried_once_more(told: Told) -> None:
    """Then it may well do."""
    with answering(bad("ThrottlingException"), good()) as (endpoint, asked):
        _at(endpoint).append(ATHLETE, [told.event()])

    assert asked == ["PutItem", "PutItem"]


def test_nobody_there_is_told_in_a_sentence(told: Told) -> None:
    """The port is closed."""
    _all_fail(_at(nobody()), told, "could not be reached")


def test_silence_is_not_waited_for(told: Told) -> None:
    """A server that takes the call and never answers."""
    with silent() as endpoint:
        _all_fail(_at(endpoint, patience=0.05), told)


def test_hanging_up_is_told_in_a_sentence(told: Told) -> None:
    """The connection ends without an answer, twice."""
    with answering(None) as (endpoint, asked):
        _fails_in_a_sentence(partial(_at(endpoint).append, ATHLETE, [told.event()]))

    assert asked == ["PutItem", "PutItem"]


KEY = {"athlete": {"S": ATHLETE}, "item": {"S": "event:1"}}
NONSENSE: dict[str, Answer] = {
    "empty": (200, b""),
    "no JSON": (200, b"<html>Sign in to the hotel's network</html>"),
    "half": (200, b'{"Items":['),
    "not UTF-8": (200, b'{"Items":"\xff"}'),
    "a list": (200, b"[]"),
    "a number": (200, b"5"),
    "no items": good(),
    "items of another kind": good(Items=5),
    "items without parts": good(Items=[{}]),
    "parts of another kind": good(Items=[{"item": 5, "event": []}]),
    "no event": good(Items=[KEY]),
    "an event of another kind": good(Items=[KEY | {"event": {"N": "5"}}]),
    "an event that is no JSON": good(Items=[KEY | {"event": {"S": "{"}}]),
    "an event that is none": good(Items=[KEY | {"event": {"S": '{"kind":"x"}'}}]),
    "a profile without parts": good(Items=[{"item": {"S": "profile"}}]),
    "a profile that is none": good(
        Items=[{"item": {"S": "profile"}, "version": {"N": "1"}, "profile:shoe_size": {"S": "45"}}]
    ),
    "two profiles": good(Items=[{"item": {"S": "profile"}, "version": {"N": "1"}}] * 2),
    "a version that is none": good(Items=[{"item": {"S": "profile"}, "version": {"N": "new"}}]),
    "a page of another kind": (404, b"<html>Not here</html>"),
    "an error of no kind": (400, b"{}"),
    "an error that is no JSON": (500, b"oops"),
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_is_told_in_a_sentence(told: Told, answer: Answer) -> None:
    """Whatever comes instead of what was asked for."""
    with answering(answer) as (endpoint, _):
        calls = _calls(_at(endpoint), told)

        for name in ("read", "exported"):
            _fails_in_a_sentence(calls[name])


@pytest.mark.parametrize("answer", [*NONSENSE.values(), good()], ids=[*NONSENSE.keys(), "fine"])
def test_what_somebody_else_acknowledges_is_not_saved(told: Told, answer: Answer) -> None:
    """A proxy on the way says 200: without DynamoDB's request id nothing is believed."""
    with answering(answer, signed=False) as (endpoint, _):
        _fails_in_a_sentence(partial(_at(endpoint).append, ATHLETE, [told.event()]))


def test_pages_without_end_come_to_one(told: Told) -> None:
    """A server that always has one more page, or never deletes."""
    endless = good(Items=[KEY | {"event": {"S": "{}"}}], LastEvaluatedKey=KEY)
    with answering(endless) as (endpoint, _):
        calls = _calls(_at(endpoint), told)

        _fails_in_a_sentence(calls["deleted"])
        _fails_in_a_sentence(calls["exported"])


def test_an_answer_lost_on_the_way_is_no_loss(told: Told) -> None:
    """The first attempt was written though nobody heard; the second finds it there."""
    with answering(None, bad("ConditionalCheckFailedException")) as (endpoint, asked):
        _at(endpoint).append(ATHLETE, [told.event()])

    assert asked == ["PutItem", "PutItem"]


@pytest.mark.parametrize(
    ("events", "conflict"), [(1, bad("TransactionConflictException")), (2, cancelled("None", "TransactionConflict"))]
)
def test_two_devices_in_each_others_way_try_again(told: Told, events: int, conflict: Answer) -> None:
    """Once more, and a third time; then it is said."""
    with answering(conflict, conflict, good()) as (endpoint, asked):
        _at(endpoint).append(ATHLETE, told.events(events))
    assert len(asked) == 3

    with answering(conflict) as (endpoint, asked):
        _fails_in_a_sentence(partial(_at(endpoint).append, ATHLETE, told.events(events)))
    assert len(asked) == 3


def test_another_reason_in_a_transaction_is_no_success(told: Told) -> None:
    """Part is kept already, part is too large: it is not called done."""
    with answering(cancelled("ConditionalCheckFailed", "ItemCollectionSizeLimitExceeded")) as (endpoint, _):
        _fails_in_a_sentence(partial(_at(endpoint).append, ATHLETE, told.events(2)))


def test_without_a_region_there_is_a_sentence(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names none, and neither does the address."""
    monkeypatch.setenv("AWS_CONFIG_FILE", "nowhere")

    _all_fail(DynamoMemory(Table("legday"), Clock()), told)


def test_without_an_account_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody may ask without credentials."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "nowhere")
    monkeypatch.setenv("AWS_CONFIG_FILE", "nowhere")

    _fails_in_a_sentence(partial(_at(nobody()).recall, ATHLETE, NOW))
