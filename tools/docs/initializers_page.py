"""The page docs/initializers.md, made from what is registered."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from typing import Any

from sim.activations import ACTIVATIONS, Activation
from sim.drawing import metadata_of
from sim.gains import calculate_gain, exact_gain
from sim.initializers import BIAS_INITIALIZERS, INITIALIZERS, bias_variance, weight_variance
from sim.registry import BadValue, Named, Registry
from sim.theory.maps import variance_slope
from tools.docs.page import Page

#: The layer whose variances are shown as an example.
FAN_IN, FAN_OUT = 300, 200
#: A reference at the end of a sentence: in brackets, with a year.
SOURCE = re.compile(r" \(([^()]*\b(?:19|20)\d\d[^()]*)\)(?=[.;,:])")

TEMPLATE = """\
# Initialisers and activations

Made by `poe docs`; do not edit.

In a deck an entry is written `he_normal`, or with parameters `{name: he_normal, slope: 0.2}`; on the command line
`he_normal(slope=0.2)`. A factor on all weights, which frameworks call the gain of an initialiser, is the field `gain`
of an experiment. The last column is a weight's variance in a layer of fan_in FAN_IN and fan_out FAN_OUT with the
parameters at their defaults; a dash stands for weights that are not random around 0, or are fitted to the data.

## Weights (`init`)

WEIGHTS

### What to know

NOTES

## Biases (`bias_init`)

fan_in and fan_out are those of the layer's weights. Keras and Flax start from zeros, PyTorch from `torch_linear`.

BIASES

## Activations (`activation`)

The exact gain is 1 / sqrt(E[phi(z)^2]) for a standard normal z: with weights of variance gain^2 / fan_in the variance
of z goes from 1 to 1 in a wide network (`sim.gains.exact_gain`). For UNSTABLE this fixed point is unstable: a variance
near 1 moves away from it, layer by layer. PyTorch's gain is the convention of `torch.nn.init.calculate_gain`
(`sim.gains.calculate_gain`).

What is recommended brings the error through 20 layers of 64 units within a factor of 20, which a test measures. No
scheme in use does so for sigmoid and hard_sigmoid, whose slopes are at most 1/4 and 1/6: of the error in layer 19
Xavier's weights leave about 4e-12 and 8e-15 at layer 1. Normalise instead: with batch normalisation the error of 20
sigmoid layers grows, about 260-fold, in place of vanishing; layer normalisation does not help here.

ACTIVATIONS
"""


def page() -> str:
    """The whole page in Markdown."""
    parts = {
        "FAN_IN": str(FAN_IN),
        "FAN_OUT": str(FAN_OUT),
        "WEIGHTS": _weights(),
        "NOTES": _notes(),
        "BIASES": _biases(),
        "UNSTABLE": _unstable(),
        "ACTIVATIONS": _activations(),
    }
    return re.sub("|".join(parts), lambda found: parts[found[0]], TEMPLATE)


def _weights() -> str:
    head = ("name", "also", "how weights are drawn", "source", "PyTorch", "Keras", "JAX", "variance")
    return _table(head, (_weight_row(name) for name in INITIALIZERS.names))


def _weight_row(name: str) -> Sequence[str]:
    metadata = metadata_of(Named(name))
    variance = weight_variance(Named(name), FAN_IN, FAN_OUT)
    elsewhere = (_code(metadata.torch), _code(metadata.keras), _code(metadata.jax))
    return *_entry(INITIALIZERS, name), *elsewhere, _number(variance)


def _notes() -> str:
    found = [(name, " ".join(_paragraphs(INITIALIZERS, name)[1:])) for name in INITIALIZERS.names]
    return "\n".join(f"- `{name}`: {text}" for name, text in found if text)


def _biases() -> str:
    head = ("name", "also", "how biases are drawn", "source", "variance")
    rows = ((*_entry(BIAS_INITIALIZERS, name), _bias_variance(name)) for name in BIAS_INITIALIZERS.names)
    return _table(head, ([*row[:2], row[2].replace("weight", "bias"), *row[3:]] for row in rows))


def _bias_variance(name: str) -> str:
    return _number(bias_variance(Named(name), FAN_IN, FAN_OUT))


def _activations() -> str:
    head = ("name", "also", "phi(z)", "source", "exact gain", "PyTorch's gain", "largest slope", "recommended")
    return _table(head, (_activation_row(name) for name in ACTIVATIONS.names))


def _activation_row(name: str) -> Sequence[str]:
    built: Activation = ACTIVATIONS.build(name)()
    numbers = (f"{exact_gain(built):.4f}", _agreed_gain(name), f"{built.largest_slope:.4g}")
    return *_entry(ACTIVATIONS, name), *numbers, _code(built.recommended) if built.recommended else "none"


def _unstable() -> str:
    """The activations whose variance map has a slope of more than 1 at its fixed point of 1."""
    names = [name for name in ACTIVATIONS.names if _slope_at_1(name) > 1 + 1e-6]
    return f"{', '.join(map(_code, names[:-1]))} and {_code(names[-1])}"


def _slope_at_1(name: str) -> float:
    return variance_slope(name, exact_gain(name), 1.0)


def _agreed_gain(name: str) -> str:
    try:
        return f"{calculate_gain(name):.4f}"
    except BadValue:
        return _number(None)


def _entry(registry: Registry[Any], name: str) -> Sequence[str]:
    """Name with parameters, other names, formula and source."""
    parameters = ", ".join(f"{parameter.name}={parameter.default:g}" for parameter in registry.parameters(name))
    aliases = ", ".join(map(_code, registry.aliases(name)))
    first = _paragraphs(registry, name)[0].removesuffix(".")
    source = SOURCE.search(f"{first}.")
    return (
        _code(f"{name}({parameters})" if parameters else name),
        aliases,
        _plain(SOURCE.sub("", f"{first}.").removesuffix(".")),
        source.group(1) if source else "",
    )


def _paragraphs(registry: Registry[Any], name: str) -> list[str]:
    text = inspect.getdoc(registry.function(name)) or ""
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plain(text: str) -> str:
    return re.sub(r"([|*])", r"\\\1", text)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"


PAGE = Page("docs/initializers.md", page)
