"""The device: an Echo on the laptop that hears text, keeps the session, calls a skill, and speaks text.

It knows the skill only by its interaction model and as a function from request to response. Time, chance and ids
come from outside.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4
from zoneinfo import ZoneInfo

from skill.platform.response import heard, problems_with
from skill.simulator import envelope
from skill.simulator.dialog import Ask, DialogError, DialogManager, Listen, Send, expecting
from skill.simulator.invocation import Invocation
from skill.simulator.understanding import Understanding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from skill.simulator.dialog import Dialog
    from skill.simulator.envelope import Hardware, Json
    from skill.simulator.model import InteractionModel
    from skill.simulator.understanding import Expecting, Understood

    Respond = Callable[[Json], Json]
    _Answer = tuple["Speech", "Speech"]

OUT_OF_ORDER = "There was a problem with the requested skill's response."
PERMISSION_QUESTION = "The skill would like to set reminders for you. Is that okay?"
# Delegation that never ends would hang the laptop; a dialog of one turn changes hands twice or thrice.
_MOST_EXCHANGES = 8
_SHOWN = 60  # characters of an answer that is none


class Understands(Protocol):
    """What the device asks to make sense of a sentence."""

    def understand(self, utterance: str, now: datetime, expecting: Expecting | None = None) -> Understood:
        """Tell which intent a sentence is, and its slots; `now` is aware and local."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request to the skill and what came back."""

    request: Json
    response: Json


@dataclass(frozen=True, slots=True)
class Speech:
    """Something spoken: as `ssml`, and as the `text` that is heard."""

    ssml: str = ""
    text: str = ""

    @classmethod
    def of(cls, output: Mapping[str, Any] | None) -> Speech:
        """Read an ``outputSpeech``, SSML or plain text; None is silence."""
        if not output:
            return cls()
        ssml = output["ssml"] if output["type"] == "SSML" else f"<speak>{escape(output['text'], quote=False)}</speak>"
        return cls(ssml, heard(output))


SILENCE = Speech()


@dataclass(frozen=True, slots=True)
class Session:
    """What a device keeps between two turns.

    Attributes:
        id: Amazon's id of the session.
        open: whether the next thing said belongs to it.
        new: whether the skill has not heard of it yet.
        attributes: what the skill asked to be given again.
        dialog: the intent that is being filled in, if one is.
        reprompt: what is said once when nobody answers.
        microphone: whether the device listens without being called.
    """

    id: str = ""
    open: bool = True
    new: bool = True
    attributes: Json = field(default_factory=dict)
    dialog: Dialog | None = None
    reprompt: Speech = SILENCE
    microphone: bool = True

    def as_json(self) -> Json:
        """The session as requests tell of it."""
        return {"new": self.new, "sessionId": self.id, "attributes": self.attributes}


@dataclass(frozen=True)
class Turn:
    """Something said to the device and all that followed.

    Attributes:
        utterance: as it was said; empty for silence.
        understood: what it was taken to mean; None when nothing had to be understood.
        exchanges: what went to the skill and came back: mostly one pair; none if the device answered by itself.
        spoken: the answer.
        again: the reprompt.
        session: what the device keeps for the next turn.
        problems: what Amazon would object to, in sentences.
        trace: what the skill's own trace told of this turn.
        rung: what the reminders that rang before it said.
        at: when it was said, aware, to the second; None if nobody looked at a clock.
        failed: whether Alexa broke off, because the skill did not answer, or not as it should.
    """

    utterance: str
    understood: Understood | None
    exchanges: tuple[Exchange, ...]
    spoken: Speech
    again: Speech
    session: Session
    problems: tuple[str, ...]
    trace: Json
    rung: tuple[str, ...] = ()
    at: datetime | None = None
    failed: bool = False

    @property
    def request(self) -> Json:
        """The last request sent; empty if the skill was not called."""
        return self.exchanges[-1].request if self.exchanges else {}

    @property
    def response(self) -> Json:
        """The last response envelope; empty if the skill was not called."""
        return self.exchanges[-1].response if self.exchanges else {}

    @property
    def speech(self) -> str:
        """The answer as it is heard."""
        return self.spoken.text

    @property
    def ssml(self) -> str:
        """The answer as SSML."""
        return self.spoken.ssml

    @property
    def reprompt(self) -> str:
        """What is heard after a silence."""
        return self.again.text

    @property
    def session_open(self) -> bool:
        """Whether the next thing said belongs to the same session."""
        return self.session.open

    @property
    def intent(self) -> str:
        """The intent as understood; where none was, the type of the request, such as ``LaunchRequest``."""
        if self.understood is not None:
            return self.understood.intent
        return str(self.request["request"]["type"]) if self.exchanges else ""


class Device:
    """An Echo with one skill.

    Attributes:
        turns: every turn so far.
        session: what is kept for the next one.
    """

    def __init__(  # noqa: PLR0913 - what a device is set up with; all but three have sensible defaults
        self,
        model: InteractionModel,
        respond: Respond,
        *,
        clock: Callable[[], datetime],
        understanding: Understands | None = None,
        locale: str = "en-US",
        time_zone: str = "UTC",
        application_id: str = envelope.SIMULATED_APPLICATION,
        hardware: Hardware = envelope.SPEAKER,
        vary: Callable[[int], int] = lambda _: 0,
        new_id: Callable[[], str] = lambda: str(uuid4()),
        trace: Callable[[], Json] = dict,
        api_endpoint: str = envelope.API_ENDPOINT,
        allows: Callable[[str], str] = lambda _: "ACCEPTED",
        alerts: Callable[[datetime], list[str]] = lambda _: [],
    ) -> None:
        """Set up a device.

        Args:
            model: the skill's interaction model for the locale.
            respond: the skill.
            clock: tells an aware time.
            understanding: makes sense of sentences; by default with the model alone.
            locale: the language of the device.
            time_zone: IANA name of the zone the device stands in.
            application_id: Amazon's id of the skill.
            hardware: the kind of Echo.
            vary: picks one among n wordings of a prompt of the model.
            new_id: gives the next id for a session or request; tests count.
            trace: called after each turn for what the skill tells of its own thinking.
            api_endpoint: where the skill finds Amazon's APIs.
            allows: given Alexa's question whether the skill may do something, gives ACCEPTED, DENIED or NOT_ANSWERED.
            alerts: gives what the reminders say that ring up to a time, each of them once.
        """
        self.turns: list[Turn] = []
        self.session = Session(open=False)
        self._respond = respond
        self._clock = clock
        self._zone = ZoneInfo(time_zone)
        self._understanding = understanding or Understanding(model)
        self._sender = envelope.Sender(application_id, locale=locale, hardware=hardware, api_endpoint=api_endpoint)
        self._dialogs = DialogManager(model, application_id, vary)
        self._invocation = Invocation(model.invocation_name)
        self._opening = f"open {model.invocation_name}"
        self._new_id = new_id
        self._trace = trace
        self._allows = allows
        self._alerts = alerts
        self._look_at_clock()
        self._exchanges: list[Exchange] = []

    def open(self) -> Turn:
        """Open the skill by its name, in a new session."""
        return self.say(self._opening)

    def ask(self, utterance: str) -> Turn:
        """Say something in a new session, as with "alexa, ask leg day coach …"."""
        self.session = Session(open=False)
        return self.say(utterance)

    def say(self, utterance: str) -> Turn:
        """Say something; without an open session, or with the skill's name in it, a new session begins."""
        self._look_at_clock()
        said = self._invocation.heard(utterance)
        if said.invoked or not self.session.open:
            self.session = Session(f"amzn1.echo-api.session.{self._new_id()}")
        if said.opens:
            return self._turn(utterance, None, self._launch)
        understood = self._understand(said.wish)
        return self._turn(utterance, understood, lambda: self._wish(understood))

    def silence(self) -> Turn:
        """Say nothing: the device reprompts once, then gives up and tells the skill so."""
        self._look_at_clock()
        if self.session.open and self.session.reprompt.text:
            return self._turn("", None, self._speak_again)
        return self._turn("", None, lambda: self._end(envelope.session_ended("EXCEEDED_MAX_REPROMPTS")))

    def leave(self) -> Turn:
        """Walk away: the session, if one is open, ends without the skill having asked for it."""
        self._look_at_clock()
        return self._turn("", None, lambda: self._end(envelope.session_ended("USER_INITIATED")))

    def ring(self) -> tuple[str, ...]:
        """What the reminders say that are due now and have not rung yet."""
        return tuple(self._alerts(self._clock()))

    def _look_at_clock(self) -> None:
        """Once a turn, to the second: all that follows is at the same time, and can be repeated at that time."""
        self._now = self._clock().astimezone(self._zone).replace(microsecond=0)

    # One turn. Each way of answering updates the session, and gives what is spoken now and after a silence.

    def _turn(self, utterance: str, understood: Understood | None, answer: Callable[[], _Answer]) -> Turn:
        self._exchanges = []
        refused: list[str] = []
        rung = tuple(self._alerts(self._now))
        try:
            spoken, again = answer()
        except DialogError as error:
            refused = [str(error)]
            spoken, again = self._break_off(str(error))
        problems = (*refused, *_objections(self._exchanges))
        done, told = tuple(self._exchanges), self._trace()
        turn = Turn(utterance, understood, done, spoken, again, self.session, problems, told, rung)
        self.turns.append(replace(turn, at=self._now, failed=bool(refused)))
        return self.turns[-1]

    def _understand(self, wish: str) -> Understood:
        return self._understanding.understand(wish, self._now, expecting(self.session.dialog))

    def _launch(self) -> _Answer:
        return self._follow(None, self._send(envelope.launch()))

    def _wish(self, understood: Understood) -> _Answer:
        return self._settle(self._dialogs.hear(self.session.dialog, understood))

    def _settle(self, step: Ask | Send) -> _Answer:
        if isinstance(step, Ask):
            return self._prompt(step)
        if len(self._exchanges) == _MOST_EXCHANGES:
            raise DialogError(f"The skill delegated {_MOST_EXCHANGES} times in one turn without an answer.")
        return self._follow(step, self._send(envelope.intent_request(step.intent, step.state)))

    def _follow(self, sent: Send | None, response: Json) -> _Answer:
        step = self._dialogs.obey(sent, response)
        if not isinstance(step, Listen):
            return self._settle(step)
        answer = self._hand_over(step, response)
        wanted = _permission_wanted(response)
        return answer if wanted is None else self._ask_for(wanted, answer[0])

    def _ask_for(self, wanted: Json, before: Speech) -> _Answer:
        """Let Alexa ask for a permission; the skill hears of the answer in a session of its own, as with Amazon."""
        status = self._allows(PERMISSION_QUESTION)
        self.session = Session(f"amzn1.echo-api.session.{self._new_id()}")
        spoken, again = self._follow(None, self._send(envelope.permission_answered(wanted, status)))
        return _one_after_another(before, spoken), again

    def _prompt(self, step: Ask) -> _Answer:
        prompt = Speech.of({"type": "SSML", "ssml": step.prompt})
        self.session = replace(self.session, dialog=step.dialog, reprompt=prompt, microphone=True)
        return prompt, prompt

    def _hand_over(self, step: Listen, response: Json) -> _Answer:
        ends, again = response.get("shouldEndSession"), Speech.of(_reprompt(response))
        self.session = replace(
            self.session, open=ends is not True, dialog=step.dialog, reprompt=again, microphone=ends is False
        )
        return Speech.of(response.get("outputSpeech")), again

    def _speak_again(self) -> _Answer:
        again = self.session.reprompt
        self.session = replace(self.session, reprompt=SILENCE)
        return again, SILENCE

    def _end(self, request: Json) -> _Answer:
        if self.session.open:
            ended = replace(self.session, open=False, dialog=None, reprompt=SILENCE, microphone=False)
            with suppress(DialogError):  # whatever a skill says to the end of its session, nobody hears it
                self._send(request)
            self.session = replace(ended, new=False, attributes=self.session.attributes)
        return SILENCE, SILENCE

    def _break_off(self, message: str) -> _Answer:
        self._end(envelope.session_ended("ERROR", message))
        return Speech(f"<speak>{OUT_OF_ORDER}</speak>", OUT_OF_ORDER), SILENCE

    def _send(self, request: Json) -> Json:
        whole = self._sender.envelope(self.session.as_json(), request, self._new_id(), self._now)
        answer = _over_the_wire(self._respond(_over_the_wire(whole)))
        self._exchanges.append(Exchange(whole, answer if isinstance(answer, dict) else {}))
        self.session = replace(self.session, new=False)
        body = answer.get("response") if isinstance(answer, dict) else None
        if not isinstance(body, dict):
            raise DialogError(f"The skill's answer to {request['type']} is no response: {str(answer)[:_SHOWN]!r}.")
        self.session = replace(self.session, attributes=answer.get("sessionAttributes") or {})
        return body


def _over_the_wire(body: Json) -> Any:  # noqa: ANN401 (whatever a skill answers)
    """Write and read JSON, so that neither side gets what could not travel.

    Raises:
        TypeError: if something in it is no JSON.
    """
    return json.loads(json.dumps(body))


def _permission_wanted(response: Json) -> Json | None:
    asked = (one for one in response.get("directives") or () if one["type"] == "Connections.SendRequest")
    return next((one for one in asked if one["name"] == "AskFor"), None)


def _one_after_another(one: Speech, other: Speech) -> Speech:
    inside = [each.ssml.removeprefix("<speak>").removesuffix("</speak>") for each in (one, other)]
    return Speech(f"<speak>{' '.join(inside)}</speak>", f"{one.text} {other.text}".strip())


def _reprompt(response: Json) -> Json | None:
    return (response.get("reprompt") or {}).get("outputSpeech")


def _objections(exchanges: list[Exchange]) -> list[str]:
    answered = (one for one in exchanges if one.response or one.request["request"]["type"] != "SessionEndedRequest")
    return [problem for one in answered for problem in problems_with(one.response, one.request)]
