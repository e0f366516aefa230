"""What a turn copies is copied whole, and may be copied so."""

from __future__ import annotations

import dataclasses
from functools import cached_property

import pytest
from hypothesis import given

from skill.conversation import copying
from skill.conversation.facts import Facts
from skill.conversation.session import Session
from skill.conversation.turn import Reply, Turn
from tests.conversation.test_session import SESSIONS

COPIED = [Session, Facts, Turn, Reply]


@given(session=SESSIONS)
def test_a_copy_is_what_the_standard_library_makes(session: Session) -> None:
    """Equal in every field, and the original is as it was."""
    before = dataclasses.replace(session)

    assert copying.replace(session, offer="why", page=None) == dataclasses.replace(session, offer="why", page=None)
    assert session == before


@pytest.mark.parametrize("copied", COPIED)
def test_nothing_is_lost_or_copied_along(copied: type) -> None:
    """Neither slots nor what looks at fields first, nor anything worked out of them that would be out of date."""
    assert not hasattr(copied, "__slots__")
    assert not hasattr(copied, "__post_init__")
    assert [name for name, value in vars(copied).items() if isinstance(value, cached_property)] == []
