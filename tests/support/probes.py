"""Probes measured at once, for tests that mark answers by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizapp.evidence.probes import Probe, Values, all_experiments
from quizapp.evidence.results import value_of
from quizapp.runs.batch import ends_of
from sim.experiment import Experiment


def measure_probes(
    probes: Sequence[Probe], experiments: Mapping[str, Experiment], seeds: int | None = None
) -> dict[str, Values]:
    """Run what some probes need, with `seeds` networks or as many as it is judged on, and give their values."""
    ends = ends_of(all_experiments(probes, experiments), seeds)
    return {probe.id: value_of(probe, experiments, ends) for probe in probes}
