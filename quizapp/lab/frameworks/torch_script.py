"""An experiment as a script for PyTorch."""

from __future__ import annotations

from quizapp.lab.frameworks import drawings, pieces, torch_joints
from quizapp.lab.frameworks.drawings import CUT, Drawing, Fixed, Same, Scaled, Special
from quizapp.lab.frameworks.own_starts import TORCH, drawn_as, fitted_layers, own_starts
from quizapp.lab.frameworks.pieces import NotInFramework, chosen
from sim.experiment import Experiment
from sim.layer_starts import Start

#: Activations as source, a function of `u`.
ACTIVATIONS = {
    "identity": "u", "tanh": "torch.tanh(u)", "sigmoid": "torch.sigmoid(u)", "relu": "torch.relu(u)",
    "leaky_relu": "nn.functional.leaky_relu(u, {slope!r})", "relu6": "nn.functional.relu6(u)",
    "hard_tanh": "nn.functional.hardtanh(u)", "hard_sigmoid": "nn.functional.hardsigmoid(u)",
    "elu": "nn.functional.elu(u, {alpha!r})", "selu": "nn.functional.selu(u)", "gelu": "nn.functional.gelu(u)",
    "gelu_tanh": 'nn.functional.gelu(u, approximate="tanh")', "silu": "nn.functional.silu(u)",
    "mish": "nn.functional.mish(u)", "softplus": "nn.functional.softplus(u)", "softsign": "nn.functional.softsign(u)",
    "erf": "torch.erf(u)",
}  # fmt: skip
OPTIMIZERS = {
    "sgd": "torch.optim.SGD(groups, lr=LEARNING_RATE)",
    "momentum": "torch.optim.SGD(groups, lr=LEARNING_RATE, momentum={momentum!r})",
    "nesterov": "torch.optim.SGD(groups, lr=LEARNING_RATE, momentum={momentum!r}, nesterov=True)",
    "adam": "torch.optim.Adam(groups, lr=LEARNING_RATE, betas=({beta1!r}, {beta2!r}), eps={epsilon!r})",
    "adamw": "torch.optim.AdamW(groups, lr=LEARNING_RATE, betas=({beta1!r}, {beta2!r}), eps={epsilon!r})",
    "rmsprop": "torch.optim.RMSprop(groups, lr=LEARNING_RATE, alpha={alpha!r}, eps={epsilon!r}, momentum={momentum!r})",
}
#: How PyTorch calls some initialisers, with what it is given where that depends on nothing.
NAMES = {
    "xavier_normal": "xavier_normal_(weights)",
    "xavier_uniform": "xavier_uniform_(weights)",
    "he_normal": 'kaiming_normal_(weights, nonlinearity="relu")',
    "he_uniform": 'kaiming_uniform_(weights, nonlinearity="relu")',
    "lecun_normal": 'kaiming_normal_(weights, nonlinearity="linear")',
    "lecun_uniform": 'kaiming_uniform_(weights, nonlinearity="linear")',
}
FANS = {"fan_in": "fan_in", "fan_out": "fan_out", "fan_avg": "((fan_in + fan_out) / 2)"}
SPARSE = """    nn.init.normal_(weights, 0.0, {std!r})
    order = torch.rand_like(weights).argsort(dim=1)  # of each unit's inputs, some become 0
    weights[order < math.ceil({sparsity!r} * fan_in)] = 0.0"""
LSUV = '''
@torch.no_grad()
def fit_to_data(network, x):
    """LSUV: divide each layer's weights until what it computes has a variance of 1 on the data."""
    for index in {indices}:
        layer = network.layers[index]
        for _ in range(10):
            network(x)
            std = network.z[index].std(correction=0)
            if abs(std**2 - 1) < {tolerance!r} or std == 0:
                break
            layer.weight /= std
'''


def as_torch(experiment: Experiment) -> str:
    """The script; NotInFramework if there is something in the experiment that nobody has written out for PyTorch."""
    pieces.refuse_other_parametrizations(experiment)
    init, given = chosen(experiment, "init")
    fitted, parameters = fitted_layers(experiment)
    starts = list(own_starts(experiment))
    return pieces.filled(
        "torch.txt",
        about=pieces.about(experiment, "PyTorch", "torch and numpy"),
        sizes=pieces.sizes(experiment),
        batch=experiment.batch,
        task=pieces.task_source(experiment.task),
        task_name=experiment.task,
        held_out=pieces.held_out(experiment, f"torch.tensor(x, dtype=torch.{experiment.precision}), torch.tensor(y)"),
        tested=pieces.tested(experiment, "network"),
        draw_weights=_weights(init, given),
        draw_biases=_biases(*chosen(experiment, "bias_init")),
        own_starts="".join(_start(number, start) for number, start in starts),
        start_them="".join(f"\n            start_layer_{number}(self.layers[{number - 1}])" for number, _ in starts),
        gain=f"\n                layer.weight *= {experiment.gain!r}" * (experiment.gain != 1),
        learned=torch_joints.learned(experiment),
        top=torch_joints.top(experiment),
        hidden=torch_joints.hidden(experiment),
        fed=torch_joints.fed(experiment),
        without_decay=torch_joints.without_decay(experiment),
        activation=_source(ACTIVATIONS, experiment, "activation"),
        fit=LSUV.format(indices=fitted, **parameters) + "\n" if fitted else "",
        fitted="\n    fit_to_data(network, x)" * bool(fitted),
        optimizer=_source(OPTIMIZERS, experiment, "optimizer"),
        before_step=_before_step(experiment),
        **{name: getattr(experiment, name) for name in PLAIN},
    )


PLAIN = ("samples", "steps", "learning_rate", "seed", "precision", "weight_decay", "width")


def _source(known: dict[str, str], experiment: Experiment, field: str) -> str:
    name, given = chosen(experiment, field)
    if name not in known:
        raise NotInFramework(f"nobody has written out {field} {name} for PyTorch; export it as Python instead")
    return known[name].format(**given)


def _weights(init: str, given: drawings.Numbers) -> str:
    drawing = drawings.drawing_of("orthogonal" if init == "lsuv" else init, given)
    if init in NAMES and not given.get("slope"):
        return f"    nn.init.{NAMES[init]}"
    return _drawn(drawing, "weights")


def _biases(init: str, given: drawings.Numbers) -> str:
    return _drawn(drawings.drawing_of(init, given), "biases")


def _start(number: int, start: Start) -> str:
    return TORCH.format(
        number=number,
        weights=_weights(*drawn_as("init", start)),
        gain=f"\n    weights *= {start.gain!r}" * (start.gain != 1),
        biases=_biases(*drawn_as("bias_init", start)),
    )


def _drawn(drawing: Drawing, array: str) -> str:
    match drawing:
        case Same(value):
            return f"    nn.init.constant_({array}, {value!r})"
        case Fixed("uniform", low, high):
            return f"    nn.init.uniform_({array}, {low!r}, {high!r})"
        case Fixed("truncated_normal", mean, std):
            ends = f"{mean!r} - 2 * {std!r}, {mean!r} + 2 * {std!r}"
            return f"    nn.init.trunc_normal_({array}, {mean!r}, {std!r}, {ends})"
        case Fixed(_, mean, std):
            return f"    nn.init.normal_({array}, {mean!r}, {std!r})"
        case Scaled():
            return _scaled(drawing, array)
        case Special("orthogonal"):
            return f"    nn.init.orthogonal_({array})"
        case Special("identity"):
            return f"    nn.init.eye_({array})"
        case Special("sparse", given):
            return SPARSE.format(**given)
    raise NotInFramework(f"nobody has written out {drawing} for PyTorch; export it as Python instead")


def _scaled(drawing: Scaled, array: str) -> str:
    variance = f"{drawing.scale} / {FANS[drawing.fan]}"
    if drawing.distribution == "uniform":
        return f"    limit = math.sqrt(3 * {variance})\n    nn.init.uniform_({array}, -limit, limit)"
    if drawing.distribution == "normal":
        return f"    nn.init.normal_({array}, 0.0, math.sqrt({variance}))"
    return (
        f"    std = math.sqrt({variance}) / {CUT}  # which cutting at 2 std makes up for\n"
        f"    nn.init.trunc_normal_({array}, 0.0, std, -2 * std, 2 * std)"
    )


def _before_step(experiment: Experiment) -> str:
    lines = []
    if experiment.clip_value is not None:
        lines.append(f"nn.utils.clip_grad_value_(network.parameters(), {experiment.clip_value!r})")
    if experiment.clip_norm is not None:
        lines.append(f"nn.utils.clip_grad_norm_(network.parameters(), {experiment.clip_norm!r})")
    if experiment.warmup_steps:
        lines.append("for group in optimizer.param_groups:")
        lines.append(f'    group["lr"] = LEARNING_RATE * min(1, step / {experiment.warmup_steps})')
    return "".join(f"\n        {line}" for line in lines)
