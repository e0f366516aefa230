"""Breaks requests anywhere: takes parts out, puts in what nobody expects, moves parts to where they do not belong."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests import planted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Part = tuple[dict[str, Any] | list[Any], Any]
    """A container, and a key or place in it."""


def nested(depth: int, *, in_lists: bool = True) -> Any:  # noqa: ANN401 (JSON)
    """JSON as deep as this."""
    whole: Any = 1
    for _ in range(depth):
        whole = [whole] if in_lists else {"facts": whole}
    return whole


LONG = "🦵" * 20_000

TEXTS = (
    *("", " ", "?", "NEWLY_INVENTED", "null", "LaunchRequest", "IntentRequest", "SessionEndedRequest"),
    *("ER_SUCCESS_MATCH", "ER_NEWLY_INVENTED", "AMAZON.YesIntent", "AMAZON.RepeatIntent", "AMAZON.StopIntent"),
    *("\ud800", "\udfff\ud800", "a\x00b\x1b[31m\r\nb", "\u202eolleh\u2066", "İ" * 50, "🦵🏽‍♀️", "e\u0301" * 30, LONG),
    *("<speak>", "</speak><audio src='x'/>", "&amp;&lt;", "{0}{name}%s%(x)s", "../../etc/passwd", "${jndi:x}"),
    *("nan", "inf", "-inf", "-0", "1e999", "９", "٣", "0x10", "1_0", "5.5", "-1", "11", "9" * 5000),
    *("PT", "P999999D", "PT999999H", "P-1D", "PT1.5H", "P1Y2M3W4DT5H6M7S", "P" + "9" * 400 + "D"),
    *("0000-00-00", "9999-12-31", "0001-01-01", "1970-01-01", "2199-12-31", "2026-13-40", "2026-02-29", "2026-W99"),
    *("2026-W53-WE", "202X", "999X", "2026-WI", "PRESENT_REF", "2026-11-XX", "24:00", "25:61", "MO", "NI"),
    *(
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
        "2026-11-22T15:00:00",
        "2026-11-22T15:00:00.000000001Z",
    ),
    *("Asia/Kolkata", "Pacific/Kiritimati", "America/Nuuk", "Etc/GMT+12", "localtime", "\x00", "en-GB", "de-DE", "en"),
    *("soreness", "leg_day", "seek_care", "SEEK_CARE", "__class__", planted.WORDS),
)
"""Values that mean something elsewhere, that mean nothing, and that have broken programs before."""

NUMBERS = (0, 1, -1, 11, 2**31, 2**63, -(2**63), 10**400, 0.5, -0.0, 1e308, 1e-320, float("nan"), float("inf"))

WHOLES: tuple[Any, ...] = (
    *(None, True, False, [], {}, [[]], [None], {"": None}, {"value": None}, {"__proto__": {}}),
    *(nested(40), nested(40, in_lists=False), nested(500), nested(500, in_lists=False), [0] * 5000),
)

JSON = st.recursive(
    st.sampled_from((*TEXTS, *NUMBERS, *WHOLES)) | st.text(max_size=20) | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)
"""Any JSON at all, and what Python takes for JSON: NaN, infinity, half a character."""


def parts_of(whole: Any) -> Iterator[Part]:  # noqa: ANN401 (any JSON)
    """Everything that something can be put in place of, from the outside in."""
    places: Any = whole.items() if isinstance(whole, dict) else enumerate(whole) if isinstance(whole, list) else ()
    for place, inner in list(places):
        yield whole, place
        yield from parts_of(inner)


def _drop(_: st.DataObject, __: list[Part], part: Part) -> None:
    container, place = part
    del container[place]


def _replace(data: st.DataObject, _: list[Part], part: Part) -> None:
    container, place = part
    container[place] = deepcopy(data.draw(JSON, label="instead"))


def _transplant(data: st.DataObject, parts: list[Part], part: Part) -> None:
    container, place = part
    origin, where = data.draw(st.sampled_from(parts), label="from")
    container[place] = deepcopy(origin[where])


def _wrap(data: st.DataObject, _: list[Part], part: Part) -> None:
    container, place = part
    inner = container[place]
    container[place] = data.draw(st.sampled_from(([inner], {"value": inner}, [inner, inner])), label="wrapped")


def _rename(data: st.DataObject, _: list[Part], part: Part) -> None:
    container, place = part
    if isinstance(container, dict):
        container[data.draw(st.sampled_from(TEXTS) | st.text(max_size=5), label="name")] = container.pop(place)


_WAYS: tuple[Callable[[st.DataObject, list[Part], Part], None], ...] = (_drop, _replace, _transplant, _wrap, _rename)


def break_somewhere(data: st.DataObject, whole: dict[str, Any]) -> None:
    """Do one thing to one part of a JSON object, if it has any."""
    if parts := list(parts_of(whole)):
        way = data.draw(st.sampled_from(_WAYS))
        way(data, parts, data.draw(st.sampled_from(parts), label="place"))
