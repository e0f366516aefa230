"""Whatever shape a slot arrives in, the skill sees clean ids and values, or nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.conversation.slots import NO_SLOTS, Slots, read_slots
from tests.conversation.talker import authority, listed, matched, resolved, slot, unmatched, value

if TYPE_CHECKING:
    from tests.conversation.talker import Json

MATCH, NO_MATCH = "ER_SUCCESS_MATCH", "ER_SUCCESS_NO_MATCH"
TIMEOUT, EXCEPTION = "ER_ERROR_TIMEOUT", "ER_ERROR_EXCEPTION"


def read(content: Json | str | None, name: str = "runType") -> Slots:
    """One slot, read from JSON as Amazon sends it."""
    return read_all({name: slot(name, content)})


def read_all(slots: Any) -> Slots:  # noqa: ANN401 (any JSON)
    """Slots read from JSON as Amazon sends them."""
    return read_slots(json.loads(json.dumps(slots)))


@pytest.mark.parametrize(
    ("content", "said", "ids"),
    [
        (matched("tempo"), "tempo", ("tempo",)),
        (matched("tempo run", "tempo"), "tempo run", ("tempo",)),
        (matched(" tempo run ", "tempo"), "tempo run", ("tempo",)),
        (matched("hill sprints", "sprints", "hills"), "hill sprints", ("sprints",)),  # two ids of one value: the best
        (unmatched("zumba"), "zumba", ()),
        (value("tempo"), "tempo", ()),
        ({"value": "tempo", "resolutions": None}, "tempo", ()),
        ({"value": "tempo", "resolutions": {}}, "tempo", ()),
        ({"value": "tempo", "resolutions": {"resolutionsPerAuthority": None}}, "tempo", ()),
        ({"value": "tempo", "resolutions": {"resolutionsPerAuthority": []}}, "tempo", ()),
        (resolved("tempo", authority(TIMEOUT)), "tempo", ()),
        (resolved("tempo", authority(EXCEPTION)), "tempo", ()),
        (resolved("tempo", authority(NO_MATCH, "tempo")), "tempo", ()),  # values without a match do not count
        (resolved("tempo", authority(NO_MATCH), authority(MATCH, "tempo", name="dynamic")), "tempo", ("tempo",)),
        (resolved("tempo", authority(TIMEOUT), authority(MATCH, "tempo", name="dynamic")), "tempo", ("tempo",)),
        (resolved("tempo", authority(MATCH, "tempo"), authority(MATCH, "long", name="dynamic")), "tempo", ("tempo",)),
        (resolved("tempo", authority(MATCH)), "tempo", ()),  # a match without values
        (resolved("tempo", {"authority": "x", "status": None, "values": None}), "tempo", ()),
        (resolved("tempo", {"authority": "x", "status": {"code": MATCH}, "values": [None]}), "tempo", ()),
        (resolved("t", {"authority": "x", "status": {"code": MATCH}, "values": [{"value": None}]}), "t", ()),
        (resolved("t", {"authority": "x", "status": {"code": MATCH}, "values": [{"value": {"name": "t"}}]}), "t", ()),
        (matched("0"), "0", ("0",)),
        (value("0"), "0", ()),
        (value("11"), "11", ()),
        (value("seven"), "seven", ()),
        (matched("tempo") | {"value": ["tempo"]}, "tempo", ("tempo",)),  # a bare list
        (listed(matched("tempo")), "tempo", ("tempo",)),
        (listed(matched("tempo"), matched("hills")), "tempo", ("tempo", "hills")),
        (listed(unmatched("zumba"), matched("hills")), "zumba", ("hills",)),
        (listed(value("?"), matched("hills")), "hills", ("hills",)),
    ],
)
def test_a_value_is_read_in_every_shape(content: Json, said: str, ids: tuple[str, ...]) -> None:
    """What was said is kept as said; ids are only what matched, one for each value."""
    slots = read(content)

    assert slots.said("runType") == said
    assert slots.ids("runType") == ids
    assert slots.id("runType") == (ids[0] if ids else None)


@pytest.mark.parametrize(
    "content",
    [
        None,
        {},
        value(None),
        value(""),
        value("  "),
        value("?"),
        matched("?", "tempo"),
        listed(),
        listed(value(None)),
        listed(value("?")),
        {"slotValue": {"type": "List", "values": None}},
        {"slotValue": {"type": "List", "values": [None]}},
        {"slotValue": {"type": "List", "values": [{"type": "List", "values": []}]}},
        {"slotValue": {"type": "Simple", "value": None}},
    ],
)
def test_what_is_no_value_is_not_there(content: Json | None) -> None:
    """Missing, null, empty, "?", an empty list, a list in a list."""
    slots = read(content)

    assert slots.said("runType") is None
    assert slots.id("runType") is None
    assert "runType" not in slots.readings


@pytest.mark.parametrize(
    "content", [value("?"), value(" ? "), listed(value("?")), listed(value("?"), matched("hills"))]
)
def test_a_question_mark_is_unclear(content: Json) -> None:
    """Amazon sends "?" for something said that is no number: worth asking again."""
    assert read(content).unclear == {"runType"}


@pytest.mark.parametrize("content", [None, value(None), value(""), matched("hills"), unmatched("zumba")])
def test_silence_and_words_are_not_unclear(content: Json | None) -> None:
    """A slot that was not filled was not spoken of; words are for the facts to judge."""
    assert read(content).unclear == frozenset()


@pytest.mark.parametrize("slots", [None, {}, {"soreness": None}])
def test_an_intent_may_come_without_slots(slots: Json | None) -> None:
    """Built-in intents have none; Amazon leaves them out or sends null."""
    assert read_all(slots) == NO_SLOTS


def test_numbers_that_are_no_text_are_read() -> None:
    """Should a value come as a bare number, it counts as said."""
    assert read({"value": 8}, "sleep").said("sleep") == "8"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
RESOLUTIONS = st.fixed_dictionaries(
    {},
    optional={
        "resolutionsPerAuthority": st.none()
        | st.lists(
            st.builds(
                authority,
                st.sampled_from([MATCH, NO_MATCH, TIMEOUT, EXCEPTION]),
                st.sampled_from(["tempo", "hills", ""]),
            ),
            max_size=3,
        )
    },
)
SIMPLE = st.fixed_dictionaries({}, optional={"value": JSON, "resolutions": st.none() | RESOLUTIONS})


@settings(deadline=None)
@given(content=SIMPLE | st.lists(SIMPLE, max_size=3).map(lambda values: listed(*values)))
def test_no_shape_of_a_slot_is_an_error(content: Json) -> None:
    """Whatever the value is, reading gives clean text and ids."""
    slots = read(content)

    assert slots.said("runType") not in ("", "?")
    assert "" not in slots.ids("runType")
