"""`make bench`: measures what is asked for, prints one table, and keeps it as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from benchmarks import machine
from benchmarks.parts import PARTS
from benchmarks.plan import QUICK, Plan
from benchmarks.report import table

RESULTS = Path(__file__).parent / "results"
LONG_SOAK = 10.0
"""Minutes."""


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"Parts: {', '.join(PARTS)}. For example: make bench ARGS=turn, or make bench ARGS='soak --soak=3'.",
)
@click.argument("parts", nargs=-1, metavar="[PART]...")
@click.option(
    "--soak",
    "soak_minutes",
    type=click.FloatRange(min=0, min_open=True),
    is_flag=False,
    flag_value=LONG_SOAK,
    default=Plan().soak_minutes,
    metavar="[=MINUTES]",
    help=f"How long to soak: {Plan().soak_minutes * 60:.0f} s by default, {LONG_SOAK:g} minutes with --soak alone.",
)
@click.option("--rounds", type=click.IntRange(min=1), default=Plan().rounds, show_default=True, help="Repetitions.")
@click.option("--quick", is_flag=True, help="Only show that everything works; the numbers mean nothing.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Where to keep the result as JSON.")
def main(*, parts: tuple[str, ...], soak_minutes: float, rounds: int, quick: bool, json_file: Path | None) -> None:
    """Measure Leg Day Coach beside what it is compared with: all parts, or those named.

    Everything stays on this machine. With all parts it takes about five minutes, plus the soak. Progress goes to
    standard error, the table to standard output.
    """
    plan = QUICK if quick else replace(Plan(), rounds=rounds, soak_minutes=soak_minutes)
    chosen = _chosen(parts)
    described = {"measured": datetime.now(UTC).isoformat(timespec="seconds"), **machine.described()}
    rows = [row for name in chosen for row in PARTS[name](plan)]
    click.echo(f"{machine.in_words(described)}\n\n{table(rows)}")
    file = json_file or RESULTS / f"{described['measured'].replace(':', '')[:15]}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    kept = {"machine": described, "plan": str(plan), "parts": chosen, "rows": [row.as_json() for row in rows]}
    file.write_text(json.dumps(kept, indent=2), encoding="utf-8")
    click.echo(f"\nKept in {file}.", err=True)


def _chosen(parts: tuple[str, ...]) -> list[str]:
    """The parts named, or all; in the order of the table."""
    if unknown := [part for part in parts if part not in PARTS]:
        raise click.BadParameter(f"there is no part {unknown[0]}; there are: {', '.join(PARTS)}.", param_hint="PARTS")
    return [name for name in PARTS if not parts or name in parts]


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
