"""Forecasts printed at a terminal, one for each run: as JSON for programs, as text for people. None is made here."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from skill.advice import Verdict, verdict_of
from skill.cli import advice_report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from skill.advice import Forecast, RunType
    from skill.speech.answers import Answer
    from skill.speech.words import Words

    Forecasts = Mapping[RunType, Forecast]

WITHOUT_CHECK_INS = "From what is typical and what you told: the skill learns from your own check-ins."

_LABEL = 12
_CELL = 26
_LASTING = "Soreness that has lasted over a week is worth having looked at."
_FORECASTS_DO_WITHOUT = ("run", "soreness")
"""Facts that are never assumed: each run has its own forecast, and unknown soreness is taken from the curve."""


def as_json(_: Words, answer: Answer, forecasts: Forecasts) -> str:
    """For each run the verdict now, hours from now and local times, null where none is forecast; and from what."""
    return json.dumps(
        {
            "runs": {str(run): _run_as_json(answer, run, found) for run, found in forecasts.items()},
            "lasting": _is_lasting(forecasts),
            "assumed": _assumed(answer),
            "situation": advice_report.facts(answer.situation),
        },
        ensure_ascii=False,
        indent=2,
    )


def _run_as_json(answer: Answer, run: RunType, found: Forecast) -> dict[str, Any]:
    hours = {"earliest": found.earliest, "likely": found.likely, "latest": found.latest}
    return {
        "now": verdict_of(replace(answer.situation, run=run, hours_to_run=0.0)).id,
        **{name: None if value is None else round(value, 2) for name, value in hours.items()},
        **{f"{name}_at": None if value is None else _at(answer, value) for name, value in hours.items()},
    }


def _at(answer: Answer, hours: float) -> str:
    return answer.after(hours).isoformat(timespec="minutes")


def as_text(words: Words, answer: Answer, forecasts: Forecasts) -> str:
    """A table, one line for each run; the whole advice where care comes first."""
    if answer.advice.verdict is Verdict.SEEK_CARE:
        return advice_report.as_text(words, answer)
    lines = [_line(str(run), *_moments(answer, found)) for run, found in forecasts.items()]
    return "\n".join([_line("", "earliest", "probably", "latest"), *lines, "", *_remarks(answer, forecasts)])


def _moments(answer: Answer, found: Forecast) -> list[str]:
    if found.likely is None:
        return ["no forecast"]
    return [_moment(answer, hours) for hours in (found.earliest, found.likely, found.latest) if hours is not None]


def _moment(answer: Answer, hours: float) -> str:
    return f"{answer.after(hours):%A %H:%M} ({hours:.0f} h)" if hours else "now"


def _line(label: str, *cells: str) -> str:
    return f"{label:{_LABEL}}{''.join(f'{cell:{_CELL}}' for cell in cells)}".rstrip()


def _remarks(answer: Answer, forecasts: Forecasts) -> Iterator[str]:
    if _is_lasting(forecasts):
        yield _LASTING
    if assumed := _assumed(answer):
        yield f"Assumed: {advice_report.assumptions(assumed)}."
    yield WITHOUT_CHECK_INS
    yield advice_report.DISCLAIMER


def _is_lasting(forecasts: Forecasts) -> bool:
    return any(found.lasting for found in forecasts.values())


def _assumed(answer: Answer) -> list[str]:
    return [fact for fact in answer.advice.assumed if fact not in _FORECASTS_DO_WITHOUT]
