"""The device in a terminal: a conversation typed and read, and the device's working if one wants to see it.

What is said and how comes from the device; here it is only shown. Colour is for terminals: into a file or a pipe the
same words go plain, so that a transcript can be read and compared.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from threading import Event, Thread
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from skill.simulator.device import Device, Session, Turn
    from skill.simulator.dialog import Question
    from skill.simulator.envelope import Json
    from skill.simulator.understanding import SpottedSlot

YOU, COACH, SKILL, RING = "you", "coach", "skill", "alexa"
_RING_EVERY = 0.5  # seconds between looks at what is due while the person at the keyboard thinks
SILENT = "(silence)"
KEYS = "Enter alone is silence; Ctrl-D leaves."
HINT = f'Try "should I run today", "my legs are a six", or "help". {KEYS}'
CLOSED = "(The session is over. Say something to start another, or Ctrl-D to leave.)"

_LEAVING = frozenset({"AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"})


class Terminal:
    """Shows turns, one line for what was said and one for the answer."""

    def __init__(self, out: TextIO, *, show: bool = False, answering: str = COACH) -> None:
        """Write to `out`, calling the one who answers by this name; with `show`, the device's working as well."""
        self._console = Console(file=out, highlight=False, soft_wrap=True)
        self._show = show
        self._answering = answering

    def echo(self, said: str) -> None:
        """Show what was said, where the person has not typed it into the same screen."""
        self._line(YOU, said, "cyan")

    def turn(self, turn: Turn) -> None:
        """Show an answer."""
        for text in turn.rung:
            self.ring(text)
        if self._show:
            self._working(turn)
        if self._show or turn.failed:
            self._objections(turn)
        self._line(self._answering, turn.speech or SILENT, "bold")

    def ring(self, text: str) -> None:
        """Show a reminder that rings."""
        self._line(RING, f"Here's your reminder: {text}", "bold yellow")

    def note(self, text: str) -> None:
        """Show something about the conversation rather than of it."""
        self._console.print(Text(text, "dim"))

    def failure(self, error: Exception) -> None:
        """Show that the skill failed to answer, where a device would only say that there was a problem."""
        self._line(self._answering, f"(the skill failed: {type(error).__name__}: {error})", "red")

    def end_line(self) -> None:
        """Finish a line that Ctrl-C or Ctrl-D left half written."""
        self._console.print()

    def _line(self, who: str, text: str, style: str) -> None:
        self._console.print(Text(f"{who}: ", "dim"), Text(text, style), sep="")

    def _working(self, turn: Turn) -> None:
        for name, value in _summary(turn):
            self._console.print(Text(f"  {name}: ", "dim"), Text(value), sep="")
        for exchange in turn.exchanges:
            self._json("request", exchange.request)
            self._json("response", exchange.response)

    def _objections(self, turn: Turn) -> None:
        for problem in turn.problems:
            self._console.print(Text(f"  problem: {problem}", "red"))

    def _json(self, name: str, body: Json) -> None:
        self._console.print(Text(f"  {name}:", "dim"))
        self._console.print_json(data=body, highlight=self._console.is_terminal)


def _summary(turn: Turn) -> Iterator[tuple[str, str]]:
    if turn.understood is not None:
        sample = f", like {turn.understood.sample!r}" if turn.understood.sample else ""
        yield "intent", f"{turn.understood.intent} ({turn.understood.score:.2f}{sample})"
        for slot in turn.understood.slots:
            yield "slot", _slot(slot)
    if turn.trace:
        yield "trace", ", ".join(f"{name}={value}" for name, value in turn.trace.items())
    yield "session", _session(turn.session)


def _slot(slot: SpottedSlot) -> str:
    resolved = ", ".join(identifier for identifier, _ in slot.resolved)
    return f"{slot.name} = {slot.value!r}" + (f" → {resolved}" if resolved else "")


def _session(session: Session) -> str:
    if not session.open:
        return "closed"
    dialog = session.dialog
    waiting = f", {dialog.intent['name']} waits for {_question(dialog.question)}" if dialog else ""
    return f"open{'' if session.microphone else ', the microphone is off'}{waiting}; attributes {session.attributes}"


def _question(question: Question) -> str:
    return question.kind.value if question.slot is None else f"{question.kind.value} for {question.slot}"


def edited() -> None:
    """Let the arrow keys edit what is typed, where the machine can."""
    with suppress(ModuleNotFoundError):
        import_module("readline")


def converse(device: Device, terminal: Terminal, read: Callable[[str], str] = input, hint: str = HINT) -> None:
    """Hold a conversation with the person at the keyboard until they leave; `read` prompts for a line."""
    terminal.note(hint)
    with _leaving(device, terminal), _ringing(device, terminal):
        last = _answer(terminal, device.open)
        while not _said_goodbye(last):
            last = _answer(terminal, _utterance(device, read(f"{YOU}: ")))
            if not device.session.open and not _said_goodbye(last):
                terminal.note(CLOSED)


def read_aloud(device: Device, terminal: Terminal, lines: Iterable[str]) -> None:
    """Say each line of a script to the device, showing what was said; an empty line is silence."""
    with _leaving(device, terminal):
        for line in lines:
            terminal.echo(line.strip() or SILENT)
            _answer(terminal, _utterance(device, line))


@contextmanager
def _ringing(device: Device, terminal: Terminal) -> Iterator[None]:
    """Let reminders ring while the person at the keyboard is waited for."""
    over = Event()

    def ring() -> None:
        while not over.wait(_RING_EVERY):
            for text in device.ring():
                terminal.end_line()
                terminal.ring(text)

    bell = Thread(target=ring, daemon=True)
    bell.start()
    try:
        yield
    finally:
        over.set()
        bell.join()


def permission(terminal: Terminal, read: Callable[[str], str] = input) -> Callable[[str], str]:
    """Ask the person at the keyboard what Alexa asks; gives a way to do so for a device."""

    def ask(question: str) -> str:
        terminal.note(f"Alexa asks: {question} (y, n, or Enter for no answer)")
        answer = read(f"{YOU}: ").strip().casefold()[:1]
        return {"y": "ACCEPTED", "n": "DENIED"}.get(answer, "NOT_ANSWERED")

    return ask


@contextmanager
def _leaving(device: Device, terminal: Terminal) -> Iterator[None]:
    """However the person goes, by Ctrl-D, Ctrl-C or at the end of a script, the session ends without a word."""
    try:
        yield
    except (EOFError, KeyboardInterrupt):
        terminal.end_line()
    _attempt(device.leave, lambda _: None)


def _utterance(device: Device, line: str) -> Callable[[], Turn]:
    return partial(device.say, line.strip()) if line.strip() else device.silence


def _answer(terminal: Terminal, speak: Callable[[], Turn]) -> Turn | None:
    turn = _attempt(speak, terminal.failure)
    if turn is not None:
        terminal.turn(turn)
    return turn


def _attempt(speak: Callable[[], Turn], on_failure: Callable[[Exception], None]) -> Turn | None:
    try:
        return speak()
    except Exception as error:  # noqa: BLE001 - whatever a skill raises, a device says so and goes on
        on_failure(error)
        return None


def _said_goodbye(turn: Turn | None) -> bool:
    return turn is not None and turn.intent in _LEAVING and not turn.session_open
