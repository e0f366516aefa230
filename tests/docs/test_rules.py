"""Wherever the documents tell of the rules, it is all of them, and as many as there are."""

from __future__ import annotations

import re

from docs.generate.deciding import described
from skill.advice import RULES
from tests.docs.reading import ROOT, documents

NUMBERS = {12: "twelve", 13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen", 17: "seventeen", 18: "eighteen"}
RULE_COUNT = re.compile(r"\b(\w+teen|twelve|twenty|\d+) rules\b")


def test_the_rules_are_counted_right() -> None:
    """Wherever their number is told."""
    elsewhere = {ROOT / "docs" / "extend", ROOT / "CHANGELOG.md"}  # where there are more once one is added; what was
    tellers = [each for each in documents() if elsewhere.isdisjoint({each, each.parent})]
    tellers += [ROOT / "skill" / "advice" / "rules.py"]
    told = {str(each.relative_to(ROOT)): count for each in tellers for count in RULE_COUNT.findall(each.read_text())}

    assert "README.md" in told
    assert set(told.values()) == {NUMBERS[len(RULES)]}


def test_every_rule_is_described() -> None:
    """The page on how it decides has a line and an example for each."""
    assert [rule for rule, _ in described()] == list(RULES)
