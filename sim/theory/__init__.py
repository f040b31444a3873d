"""What theory says a random network does, layer by layer, before any of it is run.

`predicted(experiment)` is laid over what is measured, `phase_diagram` and `place` say where an experiment lies between
order and chaos, and the mean-field maps themselves are functions of (activation, sigma_w, sigma_b). All of it is
about networks at initialisation, and most of it about wide ones: see `Prediction.unreliable`.
"""

from sim.theory.layers import unpredictable
from sim.theory.maps import (
    chi_at_rest,
    correlation_fixed_point,
    correlation_map,
    critical_sigma_w,
    depth_scales,
    fixed_point,
    gradient_factor,
    variance_map,
)
from sim.theory.phases import PhaseDiagram, phase_diagram, place
from sim.theory.prediction import Prediction, predicted

__all__ = [
    "PhaseDiagram",
    "Prediction",
    "chi_at_rest",
    "correlation_fixed_point",
    "correlation_map",
    "critical_sigma_w",
    "depth_scales",
    "fixed_point",
    "gradient_factor",
    "phase_diagram",
    "place",
    "predicted",
    "unpredictable",
    "variance_map",
]
