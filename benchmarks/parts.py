"""Everything that can be measured, by name. A later issue adds a line here and a module beside the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import cold_start, endpoint, forecast, memory, page, questions, soak, turn, verification

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.plan import Plan
    from benchmarks.report import Row

PARTS: dict[str, Callable[[Plan], list[Row]]] = {
    "questions": questions.rows,
    "forecast": forecast.rows,
    "turn": turn.measure,
    "memory": memory.measure,
    "cold-start": cold_start.measure,
    "verification": verification.measure,
    "endpoint": endpoint.measure,
    "page": page.measure,
    "soak": soak.measure,
}
"""In the order in which they are run: what needs a quiet process first, what heats the machine last."""
