"""What hypothesis draws when a test of `advice` asks for a `Situation`: any that may be told, often at a threshold.

Use it as ``st.from_type(Situation)`` or by annotating with ``@given(...)``; `HoursAgo` is registered as well.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from skill.advice import NO_RECENT_LEG_DAY, Condition, Fatigue, HoursAgo, RunType, Situation, Symptom

EDGES_IN_HOURS = (0.0, 5.99, 6.0, 12.0, 23.99, 24.0, 36.0, 47.99, 48.0, 60.0, 71.99, 72.0, 100.0, 167.0, 168.0, 400.0)


def _number(low: float, high: float, edges: tuple[float, ...]) -> st.SearchStrategy[float]:
    return st.sampled_from(edges) | st.floats(low, high)


_hours = _number(0, 500, EDGES_IN_HOURS)
_exact = _hours.map(HoursAgo.exactly)
_range = st.tuples(_hours, _hours).map(lambda ends: HoursAgo(min(ends), max(ends)))


def _maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


def _rarely(values: type[Symptom | Condition]) -> st.SearchStrategy[frozenset[object]]:
    """Mostly none: a red flag decides by itself and would hide the rest of the table."""
    return st.just(frozenset()) | st.just(frozenset()) | st.frozensets(st.sampled_from(values), max_size=3)


_FACTS: dict[str, st.SearchStrategy[object]] = {
    "soreness": _maybe(_number(0, 10, (0.0, 1.0, 3.9, 4.0, 5.0, 6.9, 7.0, 8.0, 10.0))),
    "leg_day": _maybe(_exact | _range | st.just(NO_RECENT_LEG_DAY)),
    "effort": _maybe(_number(1, 10, (1.0, 3.0, 4.9, 5.0, 7.9, 8.0, 10.0))),
    "to_failure": st.booleans(),
    "run": _maybe(st.sampled_from(RunType)),
    "hours_to_run": st.just(0.0) | _number(0, 100, (24.0, 24.01, 25.0)),
    "fatigue": st.sampled_from(Fatigue),
    "sleep_hours": _maybe(_number(0, 24, (5.0, 6.0, 6.1, 8.0))),
    "novice": st.booleans(),
    "novice_session": st.none() | st.integers(1, 4),
    "age": _maybe(st.sampled_from((12, 39, 40, 41, 90))),
    "symptoms": _rarely(Symptom),
    "conditions": _rarely(Condition),
    "local_hour": _number(0, 24, (0.0, 1.0, 7.5, 12.0, 23.9)),
}


def _situation(facts: dict[str, object]) -> Situation:
    return replace(Situation(), **facts)  # type: ignore[arg-type]  # each strategy above draws its field's own type


st.register_type_strategy(HoursAgo, _exact | _range)
st.register_type_strategy(Situation, st.fixed_dictionaries(_FACTS).map(_situation))
