"""A conversation in the terminal reads like one, and ends politely whatever happens."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from skill.simulator import terminal
from skill.simulator.terminal import Terminal, converse, read_aloud
from skill.simulator.trace import Trace
from tests.simulator import kettle
from tests.simulator.kettle import Kettle, answer, directing, question

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.simulator.kettle import Json


def typing(*lines: str | type[BaseException]) -> Callable[[str], str]:
    """A keyboard: gives the lines, or does what Ctrl-D and Ctrl-C do."""
    keys = iter(lines)

    def read(_: str) -> str:
        key = next(keys)
        if isinstance(key, str):
            return key
        raise key

    return read


def script(skill: Callable[[Json], Json], *lines: str, show: bool = False) -> str:
    """Read a script aloud to a skill and give the transcript."""
    out = io.StringIO()
    read_aloud(kettle.device(skill), Terminal(out, show=show), [f"{line}\n" for line in lines])
    return out.getvalue()


def conversation(skill: Callable[[Json], Json], *lines: str | type[BaseException]) -> list[str]:
    """Type at a skill and give what is on the screen, without what was typed."""
    out = io.StringIO()
    converse(kettle.device(skill), Terminal(out), typing(*lines))
    return out.getvalue().splitlines()


def test_a_script_becomes_a_transcript() -> None:
    """Each line is said and answered in turn."""
    written = script(Kettle([question("Which tea?"), answer("Mint it is.")]), "brew", "mint")

    assert written == "you: brew\ncoach: Which tea?\nyou: mint\ncoach: Mint it is.\n"


def test_a_long_answer_stays_on_its_line() -> None:
    """Transcripts are compared line by line, so nothing is wrapped."""
    text = "tea " * 100

    assert script(Kettle([answer(text)]), "brew") == f"you: brew\ncoach: {text.strip()}\n"


def test_square_brackets_are_no_markup() -> None:
    """What is said is shown as it is."""
    assert "you: [red]brew[/red]" in script(Kettle([answer()]), "[red]brew[/red]")


def test_an_empty_line_is_silence() -> None:
    """The device reprompts, then gives up."""
    skill = Kettle([question("Which tea would you like?", again="Which tea?")])

    written = script(skill, "brew", "", " ")

    assert written.splitlines()[2:] == ["you: (silence)", "coach: Which tea?", "you: (silence)", "coach: (silence)"]
    assert skill.requests[-1]["reason"] == "EXCEEDED_MAX_REPROMPTS"


def test_the_end_of_a_script_is_the_end_of_the_session() -> None:
    """A session left open is ended for the person who went away."""
    skill = Kettle([question()])

    script(skill, "brew")

    assert skill.requests[-1]["reason"] == "USER_INITIATED"


def test_the_working_is_shown_if_asked_for() -> None:
    """Intent, slots, session, both JSONs and what Amazon objects to; plain where there is no terminal."""
    skill = Kettle([directing("ElicitSlot", "How many", slotToElicit="cups"), answer(end=None)])

    written = script(skill, "brew mint", "yes", show=True)

    assert "  intent: BrewIntent (1.00, like 'brew mint')\n" in written
    assert "  slot: tea = 'peppermint' → mint\n" in written
    assert "  session: open, BrewIntent waits for a value for cups; attributes {}\n" in written
    assert '"type": "IntentRequest"' in written
    assert '"slotToElicit": "cups"' in written
    assert "  problem: The session is left open without a question" in written
    assert "  session: open, the microphone is off; attributes {}\n" in written
    assert "\x1b" not in written


def test_the_skills_own_trace_is_shown() -> None:
    """What the skill tells of its thinking stands with the rest of the working."""
    trace, out = Trace(), io.StringIO()

    def skill(_: Json) -> Json:
        trace({"verdict": "brew", "rule": "thirst"})
        return answer()

    read_aloud(kettle.device(skill, trace=trace.take), Terminal(out, show=True), ["tell me a joke"])

    assert "  trace: verdict=brew, rule=thirst\n" in out.getvalue()
    assert "  session: closed\n" in out.getvalue()


def test_a_person_is_welcomed_with_a_hint() -> None:
    """Whoever sits down for the first time learns what to type, and the skill opens."""
    assert conversation(Kettle([question("Welcome. Tea?")]), EOFError)[:2] == [terminal.HINT, "coach: Welcome. Tea?"]


@pytest.mark.parametrize("key", [EOFError, KeyboardInterrupt])
def test_leaving_by_the_keyboard_is_polite(key: type[BaseException]) -> None:
    """Ctrl-D and Ctrl-C finish the line and end the session; nothing is raised."""
    skill = Kettle([question("Welcome. Tea?")])

    screen = conversation(skill, key)

    assert screen[-1] == ""
    assert skill.requests[-1]["reason"] == "USER_INITIATED"


def test_a_stopped_script_leaves_as_well() -> None:
    """Ctrl-C while lines come from a pipe ends the session too."""
    skill, out = Kettle([question("Which tea?")]), io.StringIO()

    def lines() -> object:
        yield "brew"
        raise KeyboardInterrupt

    read_aloud(kettle.device(skill), Terminal(out), lines())  # type: ignore[arg-type]  # an iterator of lines

    assert skill.requests[-1]["reason"] == "USER_INITIATED"


def test_stop_ends_the_conversation() -> None:
    """Once the skill has said goodbye, so does the terminal, without asking for another line."""
    assert conversation(Kettle([question("Welcome. Tea?"), answer("Bye.")]), "stop")[-1] == "coach: Bye."


def test_after_an_answer_one_may_ask_again() -> None:
    """A session that ended by itself is no reason to leave."""
    screen = conversation(Kettle([answer("Hello."), answer("Ha."), answer("Bye.")]), "tell me a joke", "stop")

    assert screen[2:] == ["coach: Ha.", terminal.CLOSED, "coach: Bye."]


def test_a_failing_skill_does_not_end_the_conversation() -> None:
    """The failure is shown in one line, and the next thing said is heard."""
    skill = Kettle([question("Which tea?"), answer("Mint it is.")])

    def flawed(envelope: Json) -> Json:
        if envelope["request"].get("intent", {}).get("name") == "JokeIntent":
            message = "no joke"
            raise RuntimeError(message)
        return skill(envelope)

    written = script(flawed, "brew", "tell me a joke", "mint")

    assert "coach: (the skill failed: RuntimeError: no joke)\n" in written
    assert written.endswith("coach: Mint it is.\n")


def test_a_skill_that_fails_at_the_end_is_let_go() -> None:
    """Nobody is left to hear of it, so nothing is raised."""

    def flawed(envelope: Json) -> Json:
        return question() if envelope["request"]["type"] != "SessionEndedRequest" else json.loads("{}")

    assert script(flawed, "brew").startswith("you: brew\ncoach: Anything else?\n")
