"""What the simulation measured for a question, as plain data: each claim or quantity, and how it came out.

The mark may rest on probes, which are measured first, and what the simulation says of the question as a whole comes
later; so there are lists to be joined.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.probes import Probe, ProbeValues, Values
from quizapp.evidence.results import ClaimResult, Result
from quizapp.play.attempt import Attempt
from quizapp.play.judging import Judgement
from quizapp.record.recorded import as_json, parsed
from quizapp.runs.medians import median


def measured_as_data(judgement: Judgement) -> list[dict[str, Any]]:
    """One mapping for each claim or quantity, as it is judged; numbers that are not finite are None."""
    return [_as_data(evidence, result) for evidence, result in judgement.results.items()]


def probes_as_data(attempt: Attempt, values: ProbeValues) -> list[dict[str, Any]]:
    """One mapping for each probe of an answer that was measured; `settings` are where its knobs stood."""
    return [_probe(each, np.asarray(values[each.id])) for each in attempt.to_measure if each.id in values]


def _probe(probe: Probe, values: Values) -> dict[str, Any]:
    about: dict[str, Any] = {"experiment": probe.experiment, "of": len(values)}
    if probe.settings:
        about["settings"] = dict(probe.settings)
    if probe.claim is not None:
        return {**about, "claim": probe.claim, "holds_in": int(np.sum(values == 1))}
    return {**about, "quantity": probe.quantity, "medians": {str(probe.quantity): _finite(median(values))}}


def joined(before: str, more: str) -> str:
    """Two JSON lists as one, in which nothing stands twice."""
    found: list[Any] = parsed(before) or []
    return as_json([*found, *(each for each in parsed(more) or [] if each not in found)])


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
