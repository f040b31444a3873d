"""An experiment as a script for Keras 3, whatever it runs on: TensorFlow, JAX or PyTorch."""

from __future__ import annotations

from quizapp.lab.frameworks import drawings, pieces
from quizapp.lab.frameworks.drawings import Drawing, Fixed, Same, Scaled, Special
from quizapp.lab.frameworks.own_starts import KERAS, KERAS_CALLS, drawn_as, fitted_layers, own_starts
from quizapp.lab.frameworks.pieces import NotInFramework, chosen
from sim.architecture import Architecture, architecture_of
from sim.experiment import Experiment
from sim.layer_starts import Start

#: Activations as source, a function of `u`.
ACTIVATIONS = {
    "identity": "u", "tanh": "keras.activations.tanh(u)", "sigmoid": "keras.activations.sigmoid(u)",
    "relu": "keras.activations.relu(u)",
    "leaky_relu": "keras.activations.leaky_relu(u, negative_slope={slope!r})", "relu6": "keras.activations.relu6(u)",
    "hard_tanh": "keras.activations.hard_tanh(u)", "hard_sigmoid": "keras.activations.hard_sigmoid(u)",
    "elu": "keras.activations.elu(u, alpha={alpha!r})", "selu": "keras.activations.selu(u)",
    "gelu": "keras.activations.gelu(u, approximate=False)", "gelu_tanh": "keras.activations.gelu(u, approximate=True)",
    "silu": "keras.activations.silu(u)", "mish": "keras.activations.mish(u)",
    "softplus": "keras.activations.softplus(u)", "softsign": "keras.activations.softsign(u)", "erf": "keras.ops.erf(u)",
}  # fmt: skip
OPTIMIZERS = {
    "sgd": "keras.optimizers.SGD({rate}{more})",
    "momentum": "keras.optimizers.SGD({rate}, momentum={momentum!r}{more})",
    "nesterov": "keras.optimizers.SGD({rate}, momentum={momentum!r}, nesterov=True{more})",
    "adam": "keras.optimizers.Adam({rate}, beta_1={beta1!r}, beta_2={beta2!r}, epsilon={epsilon!r}{more})",
    "adamw": "keras.optimizers.AdamW({rate}, beta_1={beta1!r}, beta_2={beta2!r}, epsilon={epsilon!r}{more})",
    "rmsprop": "keras.optimizers.RMSprop({rate}, rho={alpha!r}, momentum={momentum!r}, epsilon={epsilon!r}**2{more})",
}
ADAM = (
    "    # Keras adds epsilon before it makes up for the first steps, which is felt where gradients are near epsilon.\n"
)
REMARKS = {
    "adam": ADAM,
    "adamw": ADAM,
    "rmsprop": "    # Keras adds epsilon inside the root, which is felt where gradients are near epsilon.\n",
}
WARM_UP = '''

class WarmUp(keras.optimizers.schedules.LearningRateSchedule):
    """A learning rate that rises evenly to its value."""

    def __call__(self, step):
        return LEARNING_RATE * keras.ops.minimum(1.0, (keras.ops.cast(step, keras.config.floatx()) + 1) / {steps})
'''
BATCH_NORM = '''class BatchNorm(keras.layers.Layer):
    """Each unit to mean 0 and variance 1 over the batch at hand; then its bias, which this would subtract again."""

    def build(self, shape):
        self.bias = self.add_weight(shape=(shape[-1],), initializer="zeros", name="bias")

    def call(self, z):
        mean, variance = keras.ops.moments(z, axes=[0], keepdims=True)
        return (z - mean) / keras.ops.sqrt(variance + 1e-5) + self.bias


'''
NORMALIZED = """        if layer is not layers[-1]:
            layer.normalized = BatchNorm()
            layer.normalized.build((None, fan_out))
"""
SPARSE = """    weights = np.random.normal(0.0, {std!r}, shape)
    order = np.random.random(shape).argsort(axis=0)  # of each unit's inputs, some become 0
    weights[order < math.ceil({sparsity!r} * fan_in)] = 0.0
    return weights"""
LSUV = '''

def fit_to_data(layers, x):
    """LSUV: divide each layer's weights until what it computes has a variance of 1 on the data."""
    for index in {indices}:
        layer = layers[index]
        for _ in range(10):
            std = seen(layers, x)[0][index].std()
            if abs(std**2 - 1) < {tolerance!r} or std == 0:
                break
            layer.kernel.assign(layer.kernel / std)
'''
FANS = {"fan_in": "fan_in", "fan_out": "fan_out", "fan_avg": "((fan_in + fan_out) / 2)"}
IN_KERAS = {"normal": "untruncated_normal"}

#: What a hidden layer makes of what it computed, by the normalisation.
HIDDEN = {
    "none": "z",
    "batch": "layer.normalized(z)",
    "layer": "keras.layers.LayerNormalization(epsilon=1e-5, center=False, scale=False)(z)",
}
PLAIN = ("samples", "steps", "learning_rate", "seed", "precision", "width")


def as_keras(experiment: Experiment) -> str:
    """The script; NotInFramework if something in the experiment is not to be had in Keras, or not quite as it is."""
    pieces.refuse_other_parametrizations(experiment)
    init, given = chosen(experiment, "init")
    fitted, parameters = fitted_layers(experiment)
    starts = list(own_starts(experiment))
    batch = architecture_of(experiment).bias_after
    return pieces.filled(
        "keras.txt",
        about=pieces.about(experiment, "Keras", "keras 3 with its backend, and numpy"),
        sizes=pieces.sizes(experiment),
        batch=experiment.batch,
        task=pieces.task_source(experiment.task),
        task_name=experiment.task,
        held_out=pieces.held_out(experiment, f'x.astype("{experiment.precision}"), y'),
        tested=pieces.tested(experiment, "layers"),
        draw_weights=_drawn(drawings.drawing_of("orthogonal" if init == "lsuv" else init, given)),
        draw_biases=_drawn(drawings.drawing_of(*chosen(experiment, "bias_init"))),
        own_starts="".join(_start(number, start) for number, start in starts),
        start_them="".join(KERAS_CALLS.format(**_call(number, start)) for number, start in starts),
        gain=f"{experiment.gain!r} * " if experiment.gain != 1 else "",
        hidden=_hidden(experiment),
        batch_norm=BATCH_NORM * batch,
        hidden_bias=", use_bias=False" * batch,
        normalized=NORMALIZED * batch,
        activation=_activation(experiment),
        fitted="\n    fit_to_data(layers, x)" * bool(fitted),
        optimizer=_optimizer(experiment),
        warm_up=_functions(experiment, fitted, parameters),
        **{name: getattr(experiment, name) for name in PLAIN},
    )


def _start(number: int, start: Start) -> str:
    weights, biases = (_drawn(drawings.drawing_of(*drawn_as(field, start))) for field in ("init", "bias_init"))
    return KERAS.format(number=number, weights=weights, biases=biases)


def _call(number: int, start: Start) -> dict[str, object]:
    return {"number": number, "index": number - 1, "gain": f"{start.gain!r} * " * (start.gain != 1)}


def _functions(experiment: Experiment, fitted: str, given: drawings.Numbers) -> str:
    """Those that few scripts need."""
    warm_up = WARM_UP.format(steps=experiment.warmup_steps).lstrip("\n") if experiment.warmup_steps else ""
    fit = LSUV.format(indices=fitted, **given).lstrip("\n") if fitted else ""
    return "".join(f"\n{part}\n" for part in (warm_up, fit) if part)


def _activation(experiment: Experiment) -> str:
    name, given = chosen(experiment, "activation")
    if name not in ACTIVATIONS:
        raise NotInFramework(f"nobody has written out activation {name} for Keras; export it as Python instead")
    return ACTIVATIONS[name].format(**given)


def _hidden(experiment: Experiment) -> str:
    architecture = architecture_of(experiment)
    _refuse_joints(experiment, architecture)
    post = architecture.outer_axis is not None
    lines = [f"h = activation({'z' if post else HIDDEN[experiment.normalization]})"]
    if experiment.residual:
        scale = architecture.branch_scale.start
        lines.append(f"h = {'' if scale == 1 else f'{scale!r} * '}h + below if h.shape == below.shape else h")
    if post:
        lines.append(f"h = {HIDDEN[experiment.normalization].replace('(z)', '(h)')}")
    return "\n".join(f"            {line}" for line in lines)


def _refuse_joints(experiment: Experiment, architecture: Architecture) -> None:
    """What is learned besides weights and biases, and normalisations that the measures would have to know of."""
    outside = architecture.outer_axis is not None
    other = {
        "a branch_scale that is learned": architecture.learns_scale,
        "an affine part of a normalisation": architecture.learns_affine,
        "a normalisation that stands pre": outside and architecture.position == "pre",
        "a batch normalisation that stands post": outside and architecture.mixes_examples,
    }
    for what, asked in other.items():
        if asked:
            raise NotInFramework(f"nobody has written out {what} for Keras; export it to PyTorch or as Python instead")


def _drawn(drawing: Drawing) -> str:
    if isinstance(drawing, Special) and drawing.name == "sparse":
        return SPARSE.format(**drawing.parameters)
    return f"    return keras.initializers.{_initializer(drawing)}(shape)"


def _initializer(drawing: Drawing) -> str:
    match drawing:
        case Same(value):
            return f"Constant({value!r})"
        case Fixed("uniform", low, high):
            return f"RandomUniform({low!r}, {high!r})"
        case Fixed("truncated_normal", mean, std):
            return f"TruncatedNormal({mean!r}, {std!r})"
        case Fixed(_, mean, std):
            return f"RandomNormal({mean!r}, {std!r})"
        case Scaled("uniform", scale, fan):
            limit = f"math.sqrt(3 * {scale} / {FANS[fan]})"
            return f"RandomUniform(-{limit}, {limit})"
        case Scaled(distribution, scale, fan):
            return f'VarianceScaling({scale}, "{fan}", "{IN_KERAS.get(distribution, distribution)}")'
        case Special("orthogonal"):
            return "Orthogonal()"
        case Special("identity"):
            return "Identity()"
    raise NotInFramework(f"nobody has written out {drawing} for Keras; export it as Python instead")


def _optimizer(experiment: Experiment) -> str:
    name, given = chosen(experiment, "optimizer")
    if name not in OPTIMIZERS:
        raise NotInFramework(f"nobody has written out optimizer {name} for Keras; export it as Python instead")
    _refuse_what_keras_does_otherwise(experiment, name, bool(given.get("momentum")))
    rate = "WarmUp()" if experiment.warmup_steps else "LEARNING_RATE"
    source = OPTIMIZERS[name].format(rate=rate, more=_limits(experiment, name), **given)
    lines = f"{REMARKS.get(name, '')}    optimizer = {source}"
    return lines + "\n    optimizer.exclude_from_weight_decay(var_names=['bias'])" * bool(experiment.weight_decay)


def _limits(experiment: Experiment, optimizer: str) -> str:
    given = {
        "weight_decay": experiment.weight_decay or (0.0 if optimizer == "adamw" else None),
        "clipvalue": experiment.clip_value,
        "global_clipnorm": experiment.clip_norm,
    }
    return "".join(f", {name}={value!r}" for name, value in given.items() if value is not None)


def _refuse_what_keras_does_otherwise(experiment: Experiment, optimizer: str, has_momentum: bool) -> None:
    """Weight decay apart from the gradient, the rate inside of the momentum, and one way to clip."""
    other = {
        "clip_norm and clip_value at once": experiment.clip_norm is not None and experiment.clip_value is not None,
        f"weight_decay as a part of the gradient under {optimizer}": experiment.weight_decay
        and optimizer not in ("sgd", "adamw"),
        f"warmup_steps under {optimizer}": experiment.warmup_steps and has_momentum,
    }
    for what, asked in other.items():
        if asked:
            raise NotInFramework(f"Keras has no {what}, so that it would be another training; export it to PyTorch")
