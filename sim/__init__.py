"""A small simulator of what the starting weights do to a neural network, in NumPy alone.

from sim import Experiment, run
for frame in run(Experiment(depth=30, width=64, activation="relu", init="he_normal")):
    frame.step, frame.loss, frame.layers.delta
"""

from sim.activations import ACTIVATIONS
from sim.diagnosis import Diagnosis, diagnose
from sim.experiment import Experiment, experiment_from
from sim.frames import Divergence, Frame, Histograms, Layers
from sim.initializers import BIAS_INITIALIZERS, INITIALIZERS
from sim.network import backward, draw_data, forward, sample
from sim.optimizers import OPTIMIZERS
from sim.registry import BadValue
from sim.tasks import TASKS
from sim.training import ends_only, every, initial_arrays, run

__all__ = [
    "ACTIVATIONS",
    "BIAS_INITIALIZERS",
    "INITIALIZERS",
    "OPTIMIZERS",
    "TASKS",
    "BadValue",
    "Diagnosis",
    "Divergence",
    "Experiment",
    "Frame",
    "Histograms",
    "Layers",
    "backward",
    "diagnose",
    "draw_data",
    "ends_only",
    "every",
    "experiment_from",
    "forward",
    "initial_arrays",
    "run",
    "sample",
]
