"""`python -m skill.web`: what the environment says has to make sense before anything is served."""

from __future__ import annotations

import pytest

from skill.web.__main__ import main
from tests.web.amazon import SKILL_ID

OURS = {"LEGDAY_SKILL_ID": SKILL_ID, "LEGDAY_STORE": "memory://"}


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({}, "Set LEGDAY_SKILL_ID"),
        ({**OURS, "LEGDAY_LOG_LEVEL": "loud"}, "LEGDAY_LOG_LEVEL should be one of"),
        ({**OURS, "PORT": "http"}, "PORT should be a number from 1 to 65535; it is 'http'."),
        ({**OURS, "PORT": "65536"}, "PORT should be a number"),
        ({**OURS, "WEB_CONCURRENCY": "-1"}, "WEB_CONCURRENCY should be a number from 1 to 64"),
        ({**OURS, "WEB_CONCURRENCY": "²"}, "WEB_CONCURRENCY should be a number"),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_sentence(environ: dict[str, str], sentence: str) -> None:
    """And nothing is served; a program that ends with a sentence ends with exit code 1."""
    with pytest.raises(SystemExit) as ended:
        main(environ)

    assert str(ended.value.code).startswith(sentence)
