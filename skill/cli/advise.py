"""`legday advise`: the decision alone, or the forecast, over facts given as options.

How they are printed is in `advice_report` and `forecast_report`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from skill.advice import Condition, Fatigue, RunType, Situation, Symptom, decide, forecast
from skill.cli import advice_report, forecast_report, times
from skill.cli.options import Place, with_place
from skill.speech.answers import Answer
from skill.speech.catalog import Catalog, CatalogMissing
from skill.speech.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from enum import StrEnum

    from skill.advice import Forecast

_FATIGUE = {fatigue.name.lower(): fatigue for fatigue in Fatigue}


def _ids(values: Iterable[StrEnum]) -> list[str]:
    return [value.value for value in values]


_FACTS = (
    click.option("--soreness", type=float, metavar="0-10", help="How sore the legs are now."),
    click.option(
        "--leg-day",
        metavar="AGO",
        help="When the last leg day was: 20h, 90m, 2d, 20h-28h, yesterday, today; none: not this week.",
    ),
    click.option("--run", type=click.Choice(_ids(RunType)), help="What is planned."),
    click.option(
        "--run-in",
        "hours_to_run",
        metavar="TIME",
        default="now",
        show_default=True,
        help="When the run is: 5h, 90m, 1d.",
    ),
    click.option("--effort", type=float, metavar="1-10", help="How hard leg day was."),
    click.option("--to-failure", is_flag=True, help="Sets were taken to failure."),
    click.option(
        "--fatigue", type=click.Choice([*_FATIGUE]), default="none", show_default=True, help="How tired in general."
    ),
    click.option("--sleep-hours", type=float, metavar="HOURS", help="How long last night's sleep was."),
    click.option("--novice", is_flag=True, help="New to lifting."),
    click.option(
        "--novice-session", type=int, metavar="NUMBER", help="Which of a novice's leg sessions the last one was: 1, 2 …"
    ),
    click.option("--age", type=int, metavar="YEARS"),
    click.option("--symptom", "symptoms", type=click.Choice(_ids(Symptom)), multiple=True, help="May be repeated."),
    click.option(
        "--condition", "conditions", type=click.Choice(_ids(Condition)), multiple=True, help="May be repeated."
    ),
)


def _with_facts(body: Callable[..., object]) -> Callable[..., object]:
    for option in reversed(_FACTS):
        body = option(body)
    return body


@click.command(epilog="For example: legday advise --soreness 6 --leg-day 20h --run intervals")
@_with_facts
@click.option("--when", is_flag=True, help="Forecast when each run, or the one named, becomes a go.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_place
def advise(*, when: bool, as_json: bool, place: Place, **told: Any) -> None:  # noqa: ANN401 - the options above
    """Decide over given facts, without a conversation.

    What is not given is not known: it is taken at its cautious default, and the answer says so. Training guidance,
    not medical advice.
    """
    now = place.now()
    situation = _situation(told, now)
    answer = Answer(decide(situation), situation, now)
    words = _words(place.locale)
    if when:
        forecast_as = forecast_report.as_json if as_json else forecast_report.as_text
        click.echo(forecast_as(words, answer, _forecasts(situation)))
    else:
        advice_as = advice_report.as_json if as_json else advice_report.as_text
        click.echo(advice_as(words, answer))


def _forecasts(situation: Situation) -> dict[RunType, Forecast]:
    """One for the run named, else one for each kind of run."""
    runs = [situation.run] if situation.run else [run for run in RunType if run is not RunType.HARD]
    return {run: forecast(replace(situation, run=run)) for run in runs}


def _situation(told: dict[str, Any], now: datetime) -> Situation:
    """The facts as the advice wants them; what cannot be is refused in a sentence."""
    read: dict[str, Any] = {
        "run": told["run"] and RunType(told["run"]),
        "fatigue": _FATIGUE[told["fatigue"]],
        "symptoms": frozenset(map(Symptom, told["symptoms"])),
        "conditions": frozenset(map(Condition, told["conditions"])),
        "local_hour": now.hour + now.minute / 60,
    }
    try:
        leg_day = told["leg_day"] and times.leg_day(told["leg_day"], now)
        return Situation(**{**told, **read, "leg_day": leg_day, "hours_to_run": times.hours(told["hours_to_run"])})
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _words(locale: str) -> Words:
    try:
        return Words(Catalog.for_locale(locale), lambda _: 0)
    except CatalogMissing as error:
        raise click.UsageError(str(error)) from error
