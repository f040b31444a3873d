"""What joins layers besides weights, written out for PyTorch: normalisations, skips and what these learn."""

from __future__ import annotations

from itertools import groupby

from sim.architecture import Architecture, architecture_of
from sim.experiment import Experiment

FED = '''
    def fed(self, index, below):
        """What goes into the weights of a layer; the skip carries it as it is."""
        return {normalized} if index else below

'''


def learned(experiment: Experiment) -> str:
    """The lines that make what is learned besides weights and biases."""
    architecture, made = architecture_of(experiment), []
    if _learns(experiment, architecture.learns_scale):
        start = architecture.branch_scale.start
        made.append(f"self.alpha = nn.Parameter(torch.full(({experiment.depth - 1},), {start!r}))  # of the branches")
    if _learns(experiment, architecture.learns_affine):
        starts = _listed(architecture.first_gammas(experiment.layer_sizes))
        made.append(f"self.gamma = nn.Parameter(torch.tensor({starts})[:, None].repeat(1, {experiment.width}))")
        if not architecture.bias_after:
            made.append("self.beta = nn.Parameter(torch.zeros_like(self.gamma))")
    return "".join(f"\n        {line}" for line in made)


def without_decay(experiment: Experiment) -> str:
    """What is learned and does not decay."""
    architecture = architecture_of(experiment)
    wanted = {
        "alpha": architecture.learns_scale,
        "gamma": architecture.learns_affine,
        "beta": architecture.learns_affine and not architecture.bias_after,
    }
    names = [f"network.{name}" for name, is_learned in wanted.items() if _learns(experiment, is_learned)]
    return f"[*biases, {', '.join(names)}]" if names else "biases"


def hidden(experiment: Experiment) -> str:
    """What a hidden layer makes of what is below it."""
    architecture = architecture_of(experiment)
    z, u = _before_activation(architecture)
    lines = [f"z = {z}", f"h = activation({u})"]
    if experiment.residual:
        lines.append(f"h = {_sum(architecture)} if h.shape == below.shape else h")
    given = _normalized("h", "index", architecture) if architecture.position == "post" else "h"
    return "\n".join(f"        {line}" for line in [*lines, f"return {given}"])


def fed(experiment: Experiment) -> str:
    """The method that normalises what goes into weights, where it is another thing than what the skip carries."""
    architecture = architecture_of(experiment)
    return FED.format(normalized=_normalized("below", "index - 1", architecture)) if _is_fed(architecture) else "\n"


def top(experiment: Experiment) -> str:
    """What goes into the weights of the output layer."""
    return "self.fed(len(self.h) - 1, self.h[-1])" if _is_fed(architecture_of(experiment)) else "self.h[-1]"


def _learns(experiment: Experiment, is_learned: bool) -> bool:
    return is_learned and experiment.depth > 1


def _is_fed(architecture: Architecture) -> bool:
    return architecture.axis is not None and architecture.position == "pre"


def _before_activation(architecture: Architecture) -> tuple[str, str]:
    """z and u as source."""
    below = "self.fed(index, below)" if _is_fed(architecture) else "below"
    if architecture.bias_after:
        after = "  # the bias comes after the normalisation, which would subtract it"
        return f"self.seen({below} @ layer.weight.T){after}", _normalized("z", "index", architecture)
    inside = architecture.inner_axis is not None
    return f"self.seen(layer({below}))", _normalized("z", "index", architecture) if inside else "z"


def _sum(architecture: Architecture) -> str:
    scale = "self.alpha[index]" if architecture.learns_scale else repr(architecture.branch_scale.start)
    return "h + below" if scale == "1.0" else f"{scale} * h + below"


def _normalized(given: str, index: str, architecture: Architecture) -> str:
    """A normalisation as source, with the scale and shift of a layer."""
    scale = {"weight": f"self.gamma[{index}]", "bias": f"self.beta[{index}]"} if architecture.learns_affine else {}
    if architecture.bias_after:
        scale["bias"] = "layer.bias"
    more = "".join(f", {name}={source}" for name, source in scale.items())
    if architecture.normalization == "layer":
        return f"nn.functional.layer_norm({given}, {given}.shape[1:]{more})"
    if architecture.normalization == "batch":
        return f"nn.functional.batch_norm({given}, None, None{more}, training=True)"
    return given


def _listed(numbers: list[float]) -> str:
    """A list as source, short where numbers are repeated: '[1.0, *[0.0] * 9]'."""
    runs = [(value, len(list(run))) for value, run in groupby(numbers)]
    return f"[{', '.join(f'*[{value!r}] * {count}' if count > 1 else repr(value) for value, count in runs)}]"
