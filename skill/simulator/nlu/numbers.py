"""Spoken numbers to digits: "twenty five" is 25, "twentieth" is 20th. The words come from Unicode's own tables."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from unicode_rbnf import FormatPurpose, RbnfEngine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LARGEST = 199  # larger numbers are spoken as digits or not at all in what a skill asks
_LARGEST_ORDINAL = 99
_LONGEST = 5  # words: "one hundred and twenty five"
_A_HUNDRED = 2  # words: "one hundred"
_ALSO = {("hundred",): "100", ("oh",): "0", ("a", "dozen"): "12"}


def digits(words: Sequence[str]) -> list[tuple[str, int, int]]:
    """Write the numbers among the words as digits.

    Returns:
        each word, or each number as digits, with the place of its first word and that after its last.
    """
    return list(_digits(words))


def _digits(words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    at = 0
    while at < len(words):
        text, after = _number_at(words, at)
        yield text, at, after
        at = after


def _number_at(words: Sequence[str], at: int) -> tuple[str, int]:
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        if number := _spoken().get(tuple(words[at : at + length])):
            return number, at + length
    return words[at], at + 1


@cache
def _spoken() -> dict[tuple[str, ...], str]:
    engine = RbnfEngine.for_language("en")
    cardinals = {_said(engine, n, FormatPurpose.CARDINAL): str(n) for n in range(_LARGEST + 1)}
    ordinals = {_said(engine, n, FormatPurpose.ORDINAL): _ordinal(n) for n in range(1, _LARGEST_ORDINAL + 1)}
    return ordinals | {way: number for words, number in cardinals.items() for way in _ways(words)} | _ALSO


def _ways(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """As Unicode has it, and above a hundred with "a" and with "and" as people have it."""
    above = "hundred" in words
    for start in (words[:1], ("a",))[: 1 + above]:
        yield (*start, *words[1:])
        if above and len(words) > _A_HUNDRED:
            yield (*start, words[1], "and", *words[2:])


def _said(engine: RbnfEngine, number: int, purpose: FormatPurpose) -> tuple[str, ...]:
    return tuple(engine.format_number(number, purpose).text.replace("-", " ").split())


def _ordinal(number: int) -> str:
    teens = 10 <= number % 100 <= 20  # noqa: PLR2004  # eleventh to thirteenth are the exceptions among the endings
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
