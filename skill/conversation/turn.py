"""One request in the athlete's terms, and one answer to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from skill.conversation.copying import replace
from skill.conversation.session import VERDICT
from skill.memory.events import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from skill.advice import Advice, Question, Situation
    from skill.amazon.reminders import Reminders
    from skill.conversation.facts import Facts, Heard
    from skill.conversation.session import Session
    from skill.conversation.slots import Slots
    from skill.memory.events import Event, Recollection
    from skill.speech.ssml import Ssml
    from skill.speech.words import Words


@dataclass(frozen=True, slots=True)
class Goal:
    """What the questions of a conversation lead up to.

    Attributes:
        question: the next fact to ask for; None if nothing is missing.
        conclude: what is said then, after the sentences it is given.
    """

    question: Callable[[Turn], Question | None]
    conclude: Callable[[Turn, tuple[Ssml, ...]], Reply]


@dataclass(frozen=True, slots=True)
class Request:
    """A request, as far as conversations care.

    Attributes:
        intent: the intent's name, or `LAUNCH`.
        slots: what was said in it.
        now: the athlete's local time, aware.
        first: whether this request began the session.
        id: tells this request from all others.
        recall: reads what is remembered of the athlete; None where nothing can be remembered.
        in_dialog: whether Alexa sent it as a further step of a dialog, the answer to a question.
        reminders: Amazon's reminders for this athlete; None where there are none.
        locale: the language of the device, such as ``en-GB``.
        permission: what came of asking for a permission: status, and the token that was sent along.
    """

    intent: str
    slots: Slots
    now: datetime
    first: bool
    id: str = ""
    recall: Callable[[], Recollection | None] | None = None
    in_dialog: bool = False
    reminders: Reminders | None = None
    locale: str = "en-US"
    permission: tuple[str, str] | None = None


@dataclass(frozen=True)  # without slots, as copying asks
class Turn:
    """What a conversation needs to answer.

    Attributes:
        request: what is to be answered.
        heard: the facts, and which of them this request brought.
        session: where the conversation stood before this request.
        words: the voice to answer with.
        goals: what questions can lead up to, by the names that sessions keep.
    """

    request: Request
    heard: Heard
    session: Session
    words: Words
    goals: Mapping[str, Goal] = field(default_factory=dict, repr=False)

    @property
    def intent(self) -> str:
        """Name of the intent, or `LaunchRequest`."""
        return self.request.intent

    @property
    def slots(self) -> Slots:
        """What its slots hold."""
        return self.request.slots

    @property
    def now(self) -> datetime:
        """The athlete's local time, aware."""
        return self.request.now

    @property
    def facts(self) -> Facts:
        """Everything known now."""
        return self.heard.facts

    @property
    def goal(self) -> Goal:
        """What the questions of this session lead up to."""
        return self.goals.get(self.session.goal) or self.goals[VERDICT]

    def towards(self, goal: str) -> Turn:
        """This turn with its questions leading up to something, perhaps something else."""
        return self if goal == self.session.goal else replace(self, session=replace(self.session, goal=goal))

    @property
    def may_offer_memory(self) -> bool:
        """Whether to ask if the athlete wants to be remembered: once a session, and only where it can be done."""
        return self.request.recall is not None and self.session.remembered is False and not self.session.offered

    @property
    def history(self) -> tuple[Event, ...]:
        """What is remembered of the last weeks; empty for an athlete who is not remembered."""
        known = self._known
        return known.events if known is not None else ()

    @property
    def profile(self) -> Profile:
        """What is remembered of the athlete apart from events; empty for one who is not remembered."""
        known = self._known
        return known.profile if known is not None else Profile()

    @property
    def _known(self) -> Recollection | None:
        return self.request.recall() if self.request.recall is not None and self.session.remembered else None

    @property
    def situation(self) -> Situation:
        """Everything known now, as the advice wants it."""
        return self.heard.situation


@dataclass(frozen=True)  # without slots, as copying asks
class Reply:
    """What to say, and what to wait for.

    Attributes:
        say: sentences, in order; the question, if there is one, is not among them.
        question: the one question, said last; the session stays open exactly if there is one.
        reprompt: said when the athlete stays silent; shorter than and different from the rest.
        asking: the fact that the question is about, if it is one the advice wants.
        elicit: intent and slot that an answer to the question belongs to.
        offer: what a "yes" to the question means.
        page: message id of the page that "more" reads next.
        advice: what was decided in this turn, if anything was.
        session: the session to go on with; None to go on with the turn's own.
        events: what happened beside the facts, to be kept if the athlete is remembered.
        profile: what changed in the athlete's profile, to be kept.
        forget: delete everything about the athlete.
        unsaved: what to say instead if it could not be kept or deleted.
        permission: ask for the permission to set reminders, and get this token back with the answer.
        card: show where reminders can be allowed.
    """

    say: tuple[Ssml, ...] = ()
    question: Ssml | None = None
    reprompt: Ssml | None = None
    asking: Question | None = None
    elicit: tuple[str, str] | None = None
    offer: str | None = None
    page: str | None = None
    advice: Advice | None = None
    session: Session | None = field(default=None, repr=False)
    events: tuple[Event, ...] = ()
    profile: Profile | None = None
    forget: bool = False
    unsaved: tuple[Ssml, ...] = ()
    permission: str | None = None
    card: bool = False
