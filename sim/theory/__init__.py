"""What theory predicts of random networks, layer by layer.

`predicted(experiment)` is what to expect of each layer's measures, `phase_diagram` and `sigmas_of` say where an
experiment lies between order and chaos, and the mean-field maps themselves are functions of (activation, sigma_w,
sigma_b). All of it is about networks at initialisation, and most of it about wide ones: see `Prediction.unreliable`.
"""

from sim.theory.layers import unpredictable
from sim.theory.maps import (
    chi_at_fixed_point,
    correlation_fixed_point,
    correlation_map,
    critical_sigma_w,
    depth_scales,
    fixed_point,
    gradient_factor,
    variance_map,
)
from sim.theory.phases import PhaseDiagram, phase_diagram, sigmas_of
from sim.theory.prediction import Prediction, predicted

__all__ = [
    "PhaseDiagram",
    "Prediction",
    "chi_at_fixed_point",
    "correlation_fixed_point",
    "correlation_map",
    "critical_sigma_w",
    "depth_scales",
    "fixed_point",
    "gradient_factor",
    "phase_diagram",
    "predicted",
    "sigmas_of",
    "unpredictable",
    "variance_map",
]
