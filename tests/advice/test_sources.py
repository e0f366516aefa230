"""Every claim names its studies, every study named is in the table, and each rule stands on those of the evidence."""

from __future__ import annotations

import pytest

from skill.advice import (
    BENEFITS,
    DRAWBACKS,
    REMEDIES,
    RULES,
    RUN_TIPS,
    SOURCES,
    Confidence,
    Fatigue,
    RunType,
    Situation,
    Source,
    Verdict,
    decide,
)

EVIDENCE = {
    "vickers2001",
    "doma2015",
    "doma2017",
    "moran2017",
    "fernandes2019",
    "burt2023",
    "doma2014",
    "doma2013order",
    "marcora2007",
    "robineau2016",
    "schumann2022",
    "chen2008",
    "dupuy2018",
    "vanhooren2018",
    "wiewelhove2019",
    "pearcey2015",
    "herbert2011",
    "behm2016",
    "craven2022",
    "tsatalas2010",
    "silbernagel2007",
    "bartsch2021",
    "acsm",
    "saw2016",
    "niosh",
    "parq",
}
"""Every source of the evidence."""

BACKGROUND = {"silbernagel2007"}
"""Cited by no rule on purpose: the soreness cut-offs borrow its idea, but it tested tendon patients."""

GO, EASE, CROSS_TRAIN, REST, SEEK_CARE = Verdict
STRONG, MODERATE, WEAK, EXPERT = Confidence

ROWS: tuple[tuple[str, Verdict, Confidence, str], ...] = (
    ("emergency", SEEK_CARE, STRONG, "parq"),
    ("medical_today", SEEK_CARE, STRONG, "niosh"),
    ("sharp_pain", SEEK_CARE, EXPERT, "tsatalas2010"),
    ("ask_clinician", SEEK_CARE, MODERATE, "parq"),
    ("very_sore", REST, EXPERT, ""),
    ("too_soon", REST, MODERATE, "robineau2016 doma2014 doma2013order"),
    ("first_sessions", CROSS_TRAIN, WEAK, "doma2015"),
    ("hard_run_sore_soon", CROSS_TRAIN, MODERATE, "burt2023 marcora2007"),
    ("hard_run_soon", EASE, MODERATE, "burt2023 marcora2007"),
    ("sore", EASE, WEAK, "chen2008"),
    ("hard_run_slow_recovery", EASE, WEAK, "doma2017 moran2017 fernandes2019"),
    ("tempo_soon", EASE, MODERATE, "burt2023"),
    ("long_soon", EASE, EXPERT, ""),
    ("clear", GO, WEAK, "marcora2007"),
)
"""The decision table of the evidence: rule, verdict, confidence (the lower of two), sources."""

MIXED_CONFIDENCE = {"first_sessions", "hard_run_soon", "sore", "hard_run_slow_recovery", "clear"}
"""Rows whose confidence the evidence qualifies."""


def test_the_rows_are_those_of_the_evidence_in_their_order() -> None:
    """Fourteen rules, their verdicts, confidence and sources."""
    assert [(rule.name, rule.verdict, rule.confidence, " ".join(rule.sources)) for rule in RULES] == list(ROWS)


def test_a_qualified_confidence_says_so() -> None:
    """Where the evidence differs within a row, a caveat goes with it, and only there."""
    assert {rule.name for rule in RULES if rule.caveat} == MIXED_CONFIDENCE


def test_every_source_of_the_evidence_is_in_the_table() -> None:
    """None is missing and none was made up."""
    assert set(SOURCES) == EVIDENCE
    assert all(name == source.id for name, source in SOURCES.items())


def cited() -> set[str]:
    """Sources that some rule, step, remedy, benefit, drawback or tip stands on."""
    tired = decide(Situation(soreness=0, run=RunType.EASY, fatigue=Fatigue.HIGH))
    guidance = [*BENEFITS.values(), *DRAWBACKS.values(), *RUN_TIPS.values(), *(r.evidence for r in REMEDIES.values())]
    of_rules = [rule.sources for rule in RULES]
    return set().union(tired.sources, *of_rules, *(evidence.sources for evidence in guidance))


def test_every_citation_can_be_looked_up() -> None:
    """No rule and no guidance cites what is not in the table."""
    assert cited() <= set(SOURCES)


def test_no_source_is_kept_for_show() -> None:
    """Each is cited somewhere, or background on purpose."""
    assert set(SOURCES) - cited() == BACKGROUND


@pytest.mark.parametrize("source", SOURCES.values(), ids=lambda source: source.id)
def test_a_source_can_be_found_by_a_reader(source: Source) -> None:
    """Author, year or institution in the citation; links are bare identifiers, not addresses."""
    assert len(source.citation) > 10
    assert source.link is None or not source.link.startswith("http")


@pytest.mark.parametrize("source", [source for source in SOURCES.values() if source.link], ids=lambda source: source.id)
def test_every_link_leads_somewhere(source: Source) -> None:
    """A link of a kind that no address is known for would be shown, and lead nowhere."""
    assert source.address is not None
    assert source.address.startswith("https://")
    assert str(source.link).removeprefix("PMID ") in source.address
