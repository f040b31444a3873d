"""What the simulation measured for a question, as plain data: each claim or quantity, and how it came out."""

from __future__ import annotations

import math
from typing import Any

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.results import ClaimResult, Result
from quizapp.play.judging import Judgement


def measured_as_data(judgement: Judgement) -> list[dict[str, Any]]:
    """One mapping for each claim or quantity, as it is judged; numbers that are not finite are None."""
    return [_as_data(evidence, result) for evidence, result in judgement.results.items()]


def _as_data(evidence: Evidence, result: Result) -> dict[str, Any]:
    judged = result.judged or result
    if isinstance(judged, ClaimResult):
        return {
            "experiment": evidence.experiment,
            "claim": judged.claim,
            "holds_in": judged.verdict.count,
            "of": judged.verdict.of,
            "medians": {text: _finite(value) for text, value in judged.verdict.typical},
        }
    return {
        "experiment": evidence.experiment,
        "quantity": judged.quantity,
        "of": len(judged.values),
        "medians": {judged.quantity: _finite(judged.typical)},
    }


def _finite(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None
