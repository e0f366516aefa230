"""What is kept between turns comes back as it went, and what cannot be read begins a new session."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.advice import Question, Verdict
from skill.advice.routines import Length, RoutineKind
from skill.conversation.facts import Facts
from skill.conversation.progress import Progress
from skill.conversation.session import Session
from tests.conversation.test_facts import FACTS

ROUTINES_ON = [
    Progress(areas=("calves",)),
    Progress(kind=RoutineKind.STRETCH, length=Length.SHORT, step=3, hurting=("calves",), interrupted=True),
    Progress(
        kind=RoutineKind.FOAM_ROLL,
        length=Length.FULL,
        started_at="2026-11-22T10:00:00+00:00",
        over_at="2026-11-22T10:01:00+00:00",
        entry="request#routine",
    ),
]
SESSIONS = st.builds(
    Session,
    facts=FACTS,
    asking=st.none() | st.sampled_from(Question),
    asked=st.dictionaries(st.sampled_from([each.value for each in Question]), st.integers(1, 5)),
    cannot_say=st.frozensets(st.sampled_from(Question)),
    offer=st.none() | st.sampled_from(["why", "more", "resume"]),
    told=st.none() | st.sampled_from(Verdict),
    fallbacks=st.integers(0, 3),
    said=st.none() | st.tuples(st.text(min_size=1), st.none() | st.text()),
    time_zone=st.none() | st.sampled_from(["America/New_York", "UTC"]),
    page=st.none() | st.just("pages.end"),
    routine=st.none() | st.sampled_from(ROUTINES_ON),
)


@settings(deadline=None)
@given(session=SESSIONS)
def test_a_session_comes_back_from_its_attributes(session: Session) -> None:
    """Through JSON, as Alexa sends it back."""
    assert Session.from_attributes(json.loads(json.dumps(session.to_attributes()))) == session


@pytest.mark.parametrize("attributes", [None, {}])
def test_no_attributes_are_a_new_session(attributes: dict[str, Any] | None) -> None:
    """Nothing said, nothing asked; and a new session needs no attributes."""
    assert Session.from_attributes(attributes) == Session()
    assert Session().to_attributes() == {}


GOOD = {"facts": {"soreness": 5.0}, "asking": "run", "said": ["Which run?", "Which?"], "timeZone": "UTC"}


@pytest.mark.parametrize(
    "broken",
    [
        {"facts": {"soreness": "five"}},
        {"facts": {"soreness": 11}},
        {"facts": {"effort": 0}},
        {"facts": {"run": "zumba"}},
        {"facts": {"fatigue": "meh"}},
        {"facts": {"symptoms": ["itch"]}},
        {"facts": {"symptoms": 5}},
        {"facts": {"conditions": [["pregnancy"]]}},
        {"facts": {"leg_day": "none"}},
        {"facts": {"leg_day": ["yesterday", "today"]}},
        {"facts": {"leg_day": ["2026-11-22T10:00+00:00"]}},
        {"facts": {"run_at": 5}},
        {"facts": {"age": float("nan")}},
        {"facts": []},
        {"asking": "shoe_size"},
        {"asked": {"shoe_size": 1}},
        {"asked": {"run": "often"}},
        {"asked": 5},
        {"cannotSay": ["shoe_size"]},
        {"cannotSay": 5},
        {"told": "perhaps"},
        {"told": 5},
        {"fallbacks": "many"},
        {"fallbacks": float("inf")},
        {"said": ["only one"]},
        {"said": [5, None]},
        {"said": ["speech", 5]},
        {"said": {"speech": "reprompt"}},
        {"offer": {"why": True}},
        {"offer": 5},
        {"timeZone": ["UTC"]},
        {"page": 5},
        {"routine": []},
        {"routine": {"kind": "zumba"}},
        {"routine": {"kind": "warm_up", "length": "short"}},
        {"routine": {"kind": "stretch", "length": "short", "step": 11}},
        {"routine": {"kind": "stretch", "length": "short", "step": -2}},
        {"routine": {"areas": "calves"}},
        {"routine": {"hurting": [5]}},
        {"routine": {"started_at": "2026-11-22T10:00"}},
        {"routine": {"over_at": 5}},
    ],
)
def test_attributes_that_cannot_be_read_begin_a_new_session(broken: dict[str, Any]) -> None:
    """A request is answered whatever an older release, or a stranger, left in the session."""
    assert Session.from_attributes(GOOD).facts == Facts(soreness=5.0)
    assert Session.from_attributes({**GOOD, **broken}) == Session()


@pytest.mark.parametrize("attributes", ["text", 5, ["asking"], True])
def test_attributes_that_are_no_object_begin_a_new_session(attributes: Any) -> None:  # noqa: ANN401 (any JSON)
    """Whatever they are."""
    assert Session.from_attributes(attributes) == Session()


KEYS = ["facts", "asking", "asked", "cannotSay", "offer", "told", "fallbacks", "said", "timeZone"]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["run", "go", "none", "?"])
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["soreness", "leg_day", "run", "run_at", "symptoms"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(attributes=st.dictionaries(st.sampled_from(KEYS), JSON))
def test_no_attributes_are_an_error(attributes: dict[str, Any]) -> None:
    """Whatever stands in them, there is a session, and one that can be stored."""
    session = Session.from_attributes(attributes)

    assert Session.from_attributes(session.to_attributes()) == session


def test_putting_a_question_is_counted() -> None:
    """Each question on its own."""
    session = Session()
    for question in (Question.RUN, Question.SORENESS, Question.RUN):
        session = session.having_asked(question, counts=True)
    session = session.having_asked(Question.RUN, counts=False)

    assert session.asking is Question.RUN
    assert session.asked == {"run": 2, "soreness": 1}
