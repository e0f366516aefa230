"""The environment is read once; a wrong value is refused with a sentence that says what to set."""

from __future__ import annotations

import logging

import pytest

from skill.settings import Settings, SettingsError, logging_level

SKILL_ID = "amzn1.ask.skill.00000000-0000-4000-8000-000000000000"
SECRET = "0123456789abcdef" * 2


def test_without_an_environment_there_are_defaults() -> None:
    """A laptop needs nothing."""
    assert Settings.from_environment({}) == Settings(skill_id=None, log_level="INFO")


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LEGDAY_SKILL_ID": SKILL_ID}, Settings(skill_id=SKILL_ID)),
        ({"LEGDAY_SKILL_ID": ""}, Settings()),
        ({"LEGDAY_LOG_LEVEL": "debug"}, Settings(log_level="DEBUG")),
        ({"LEGDAY_LOG_LEVEL": "Warning"}, Settings(log_level="WARNING")),
        ({"LEGDAY_LOG_LEVEL": "ERROR", "PATH": "/bin"}, Settings(log_level="ERROR")),
        ({"LEGDAY_LOG_KEY": ""}, Settings()),
        ({"LEGDAY_LOG_KEY": "sixteen letters."}, Settings(log_key="sixteen letters.")),
        ({"LEGDAY_STORE": "", "LEGDAY_ATHLETE_SECRET": ""}, Settings(store="sqlite:///", athlete_secret=None)),
        ({"LEGDAY_STORE": "memory://"}, Settings(store="memory://")),
        ({"LEGDAY_STORE": "sqlite:////var/lib/legday.sqlite"}, Settings(store="sqlite:////var/lib/legday.sqlite")),
        ({"LEGDAY_STORE": "dynamodb://legday?region=eu-west-1"}, Settings(store="dynamodb://legday?region=eu-west-1")),
        ({"LEGDAY_ATHLETE_SECRET": SECRET}, Settings(athlete_secret=SECRET.encode())),
    ],
)
def test_good_values_are_taken(environ: dict[str, str], expected: Settings) -> None:
    """Values as they are, empty for none; the level in any case; what is not ours is passed over."""
    assert Settings.from_environment(environ) == expected


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("LEGDAY_SKILL_ID", "my-skill", "amzn1.ask.skill."),
        ("LEGDAY_SKILL_ID", "amzn1.ask.skill.", "amzn1.ask.skill."),
        ("LEGDAY_SKILL_ID", f" {SKILL_ID}", "amzn1.ask.skill."),
        ("LEGDAY_SKILL_ID", "amzn1.ask.account.X", "amzn1.ask.skill."),
        ("LEGDAY_LOG_LEVEL", "", "DEBUG, INFO, WARNING, ERROR"),
        ("LEGDAY_LOG_LEVEL", "LOUD", "'LOUD'"),
        ("LEGDAY_LOG_KEY", "fifteen letters", "16 characters"),
        ("LEGDAY_LOG_LEVEL", "10", "DEBUG, INFO, WARNING, ERROR"),
        ("LEGDAY_LOG_LEVEL", "NOTSET", "DEBUG, INFO, WARNING, ERROR"),
        ("LEGDAY_STORE", "legday.sqlite", "sqlite:///path"),
        ("LEGDAY_STORE", "sqlite://legday.sqlite", "sqlite:///path"),
        ("LEGDAY_STORE", "memory://here", "memory://; it is"),
        ("LEGDAY_STORE", "postgres://legday", "sqlite:///path"),
        ("LEGDAY_STORE", "dynamodb://", "dynamodb://table"),
        ("LEGDAY_STORE", "dynamodb://a table", "dynamodb://table"),
        ("LEGDAY_STORE", "dynamodb://table/path", "dynamodb://table"),
        ("LEGDAY_STORE", "dynamodb://table?zone=eu", "region=eu-west-1"),
        ("LEGDAY_ATHLETE_SECRET", "hunter2", "at least 32 characters; it has 7"),
    ],
)
def test_a_wrong_value_is_refused_with_what_to_set(name: str, value: str, hint: str) -> None:
    """The sentence names the variable and says what it should be."""
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({name: value})

    assert str(refused.value).startswith(f"{name} should ")
    assert hint in str(refused.value)
    assert str(refused.value).endswith(".")


def test_an_endpoint_needs_the_skill_id() -> None:
    """With one it is given; without, the sentence says where to find it and what works without."""
    assert Settings(skill_id=SKILL_ID).require_skill_id() == SKILL_ID

    with pytest.raises(
        SettingsError, match=r"^Set LEGDAY_SKILL_ID .* developer console .* `legday talk`, which needs none\.$"
    ):
        Settings().require_skill_id()


def test_what_is_kept_needs_a_secret() -> None:
    """With one it is given; without, a store that outlasts the process is refused, and one that does not gets any."""
    assert Settings(athlete_secret=SECRET.encode()).require_athlete_secret() == SECRET.encode()
    assert len(Settings(store="memory://").require_athlete_secret()) >= 32

    for store in ("sqlite:///", "dynamodb://table"):
        with pytest.raises(SettingsError, match=r"^Set LEGDAY_ATHLETE_SECRET .* memory:// to remember nobody\.$"):
            Settings(store=store).require_athlete_secret()


def test_the_secret_is_not_shown() -> None:
    """Neither where settings are printed, nor in the sentence that refuses it."""
    assert SECRET not in repr(Settings(athlete_secret=SECRET.encode()))

    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({"LEGDAY_ATHLETE_SECRET": "hunter2"})
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING", "ERROR"])
def test_the_level_is_the_standard_librarys(level: str) -> None:
    """By its number."""
    assert logging_level(Settings(log_level=level)) == getattr(logging, level)


def test_a_key_is_not_shown() -> None:
    """Neither by the settings that hold it nor by the sentence that refuses one."""
    assert "sixteen" not in repr(Settings(log_key="sixteen letters."))
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({"LEGDAY_LOG_KEY": "too short"})
    assert "too short" not in str(refused.value)
