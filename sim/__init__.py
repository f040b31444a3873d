"""A small simulator of what the starting weights do to a neural network, in NumPy alone.

from sim import Experiment, run
for frame in run(Experiment(depth=30, width=64, activation="relu", init="he_normal")):
    frame.step, frame.loss, frame.layers.delta
"""

from sim.activations import ACTIVATIONS
from sim.affine import AFFINES
from sim.architecture import Architecture, architecture_of
from sim.asked import Asked
from sim.branches import BRANCH_SCALES
from sim.diagnosis import Diagnosis, diagnose
from sim.experiment import Experiment, experiment_from
from sim.fans import compute_fans
from sim.frames import Divergence, Frame, Histograms, Layers
from sim.gains import calculate_gain, exact_gain
from sim.initializers import BIAS_INITIALIZERS, INITIALIZERS, bias_variance, weight_variance
from sim.jacobian import initial_singular_values, jacobian_singular_values
from sim.measures import measure_layers
from sim.network import backward, draw_data, forward, initialize, sample
from sim.optimizers import OPTIMIZERS
from sim.registry import BadValue
from sim.tasks import TASKS
from sim.theory import (
    PhaseDiagram,
    Prediction,
    critical_sigma_w,
    fixed_point,
    phase_diagram,
    predicted,
    sigmas_of,
    unpredictable,
)
from sim.training import ends_only, every, initial_arrays, run

__all__ = [
    "ACTIVATIONS",
    "AFFINES",
    "BIAS_INITIALIZERS",
    "BRANCH_SCALES",
    "INITIALIZERS",
    "OPTIMIZERS",
    "TASKS",
    "Architecture",
    "Asked",
    "BadValue",
    "Diagnosis",
    "Divergence",
    "Experiment",
    "Frame",
    "Histograms",
    "Layers",
    "PhaseDiagram",
    "Prediction",
    "architecture_of",
    "backward",
    "bias_variance",
    "calculate_gain",
    "compute_fans",
    "critical_sigma_w",
    "diagnose",
    "draw_data",
    "ends_only",
    "every",
    "exact_gain",
    "experiment_from",
    "fixed_point",
    "forward",
    "initial_arrays",
    "initial_singular_values",
    "initialize",
    "jacobian_singular_values",
    "measure_layers",
    "phase_diagram",
    "predicted",
    "run",
    "sample",
    "sigmas_of",
    "unpredictable",
    "weight_variance",
]
