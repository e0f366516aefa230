"""What is kept between the turns of one session: plain JSON in Alexa's session attributes, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from skill.advice import Question, Verdict
from skill.conversation.copying import replace
from skill.conversation.facts import Facts
from skill.conversation.progress import Progress
from skill.platform.response import problems_with

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


VERDICT = "verdict"
"""The goal of a session that has no other: to settle the run."""

WHEN = "when"
CHECK_IN = "check_in"
LEG_DAY_TOLD = "leg_day"
"""The other goals: to forecast, to hear a check-in out, to hear a leg day out."""


@dataclass(frozen=True, kw_only=True)  # without slots, as copying asks
class Session:
    """Where the conversation stands.

    Attributes:
        facts: what the athlete has said.
        goal: what the questions lead up to (a name of `dispatch.GOALS`).
        asking: the question that was put last and waits for an answer.
        asked: how often each question was put.
        cannot_say: questions the athlete has no answer to.
        offer: what a "yes" would mean (a name of `offers`).
        told: the last verdict given.
        fallbacks: how often in a row nothing was understood.
        said: the last speech and reprompt, to be repeated.
        time_zone: the device's IANA zone, once it is known.
        remembered: whether the athlete said yes to being remembered; None while that is not known.
        offered: whether being remembered was offered this session.
        last_leg_day: id of the leg day that was remembered from before.
        entries: ids of what was kept this session, by kind; a correction replaces it.
        runs: runs that were told and are not kept, each with `id`, `at` and perhaps `run`; a yes to being remembered
            keeps them.
        page: message id of the page that "more" reads next.
        routine: how far a guided routine has come, or which one is wished for; None if none is on.
        zone_supposed: whether that zone is only the likeliest, since the device's own could not be had.
        reminder: what was told of a reminder (`reminding.Draft`), or the tokens of those to cancel.
        quiet: whether reminders are offered no more this session.
    """

    facts: Facts = field(default_factory=Facts)
    goal: str = VERDICT
    asking: Question | None = None
    asked: Mapping[str, int] = field(default_factory=dict)
    cannot_say: frozenset[Question] = frozenset()
    offer: str | None = None
    told: Verdict | None = None
    fallbacks: int = 0
    said: tuple[str, str | None] | None = None
    time_zone: str | None = None
    remembered: bool | None = None
    offered: bool = False
    last_leg_day: str | None = None
    entries: Mapping[str, str] = field(default_factory=dict)
    runs: tuple[Mapping[str, str], ...] = ()
    page: str | None = None
    routine: Progress | None = None

    zone_supposed: bool = False
    reminder: Mapping[str, Any] = field(default_factory=dict)
    quiet: bool = False

    @classmethod
    def from_attributes(cls, attributes: Mapping[str, Any] | None) -> Session:
        """Read what `to_attributes` wrote; attributes that cannot be read begin a new session."""
        try:
            return _read(attributes or {})
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return cls()

    def to_attributes(self) -> dict[str, Any]:
        """As JSON values; only what is not at its default."""
        changed = {field: value for field, value in vars(self).items() if value != _DEFAULTS[field]}
        return {_KEPT[field].name: _KEPT[field].write(value) for field, value in changed.items()}

    def can_be_repeated(self) -> bool:
        """Whether what was said last is a question that Alexa takes: an older or another version may have said it."""
        if self.said is None:
            return False
        speech, reprompt = (
            {"outputSpeech": {"type": "SSML", "ssml": f"<speak>{text or ''}</speak>"}} for text in self.said
        )
        return not problems_with(
            {"version": "1.0", "response": {**speech, "reprompt": reprompt, "shouldEndSession": False}}
        )

    def begun_again(self) -> Session:
        """A new session in the middle of this one: what was offered or kept stays so; the store is read anew."""
        remembered = False if self.remembered is False else None
        device = Session(time_zone=self.time_zone, zone_supposed=self.zone_supposed, quiet=self.quiet)
        return replace(device, remembered=remembered, offered=self.offered, entries=self.entries)

    def having_asked(self, question: Question, *, counts: bool) -> Session:
        """This session after a question was put; whether that counts as one more time is the caller's to say."""
        asked = {**self.asked, question.value: self.asked.get(question.value, 0) + counts}
        return replace(self, asking=question, asked=asked)


def _read(stored: Mapping[str, Any]) -> Session:
    fields = {_FIELDS[name]: value for name, value in stored.items() if name in _FIELDS}
    session = replace(_NEW, **{field: _KEPT[field].read(value) for field, value in fields.items()})
    if "facts" in fields:
        session.facts.situation(_ANY_TIME)  # raises if a fact cannot be used
    return session


def _run(stored: Mapping[str, Any]) -> dict[str, str]:
    run = {name: _text(stored[name]) for name in ("id", "at", "run") if name in stored}
    if not run["id"] or datetime.fromisoformat(run["at"]).utcoffset() is None:
        message = "This is no run."
        raise ValueError(message)
    return run


def _text(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    if not isinstance(value, str):
        message = f"{type(value).__name__} stands where text should be."
        raise TypeError(message)
    return value


def _text_or_none(value: Any) -> str | None:  # noqa: ANN401 (as above)
    return _text(value) or None


def _asked(value: Any) -> dict[str, int]:  # noqa: ANN401 (as above)
    return {str(Question(name)): int(times) for name, times in value.items()}


def _said(value: Any) -> tuple[str, str | None] | None:  # noqa: ANN401 (as above)
    return (_text(value[0]), None if value[1] is None else _text(value[1])) if value else None


def _entries(value: Any) -> dict[str, str]:  # noqa: ANN401 (as above)
    return {_text(kind): _text(entry) for kind, entry in dict(value).items()}


def _yes(value: Any) -> bool:  # noqa: ANN401 (as above)
    return value is True


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 (as above)
    return value


@dataclass(frozen=True, slots=True)
class _Kept:
    """How one field of a session is kept: under which name, and how its value is read and written."""

    name: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = _as_it_is


_KEPT = {
    "facts": _Kept("facts", Facts.from_json, Facts.to_json),
    "goal": _Kept("goal", _text),
    "asking": _Kept("asking", lambda name: Question(name) if name else None),
    "asked": _Kept("asked", _asked, dict),
    "cannot_say": _Kept("cannotSay", lambda names: frozenset(map(Question, names)), sorted),
    "offer": _Kept("offer", _text_or_none),
    "told": _Kept("told", lambda name: Verdict[name.upper()] if name else None, lambda verdict: verdict.id),
    "fallbacks": _Kept("fallbacks", lambda times: max(0, int(times))),
    "said": _Kept("said", _said, list),
    "time_zone": _Kept("timeZone", _text_or_none),
    "remembered": _Kept("remembered", lambda answer: answer if isinstance(answer, bool) else None),
    "offered": _Kept("offered", _yes),
    "last_leg_day": _Kept("lastLegDay", _text_or_none),
    "entries": _Kept("entries", _entries, dict),
    "runs": _Kept("runs", lambda runs: tuple(map(_run, runs)), lambda runs: [dict(run) for run in runs]),
    "page": _Kept("page", _text_or_none),
    "routine": _Kept("routine", Progress.from_json, Progress.to_json),
    "zone_supposed": _Kept("zoneSupposed", _yes),
    "reminder": _Kept("reminder", lambda told: dict(told or {}), dict),
    "quiet": _Kept("quiet", _yes),
}
"""All that a session keeps, by field. One at its default is not written; one that is not there is at its default."""

_FIELDS = {kept.name: field for field, kept in _KEPT.items()}
_NEW = Session()
_DEFAULTS = vars(_NEW)
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
