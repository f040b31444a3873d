"""What authors write who think of another language, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable

from quizapp.claims.tree import FUNCTIONS, OVER_LAYERS, PER_LAYER
from sim.registry import nearest

LOG = "write ln(x) for the natural logarithm, which Python calls log, or log10(x)"
OF_LAYERS = "claims are judged network by network; of all layers there are min, max and median, as in max(signal)"
FUNCTIONS_MEANT = {
    "log": LOG,
    "logarithm": LOG,
    "lg": "write log10(x)",
    "log1p": "write ln(1 + x)",
    "loge": "write ln(x)",
    **dict.fromkeys(("mean", "avg", "average", "sum", "std", "var"), OF_LAYERS),
    **dict.fromkeys(("round", "floor", "ceil", "int"), "compare with < and > instead"),
    "pow": "write x ** y",
    "square": "write x ** 2",
    **dict.fromkeys(("until", "first", "first_step", "when", "step"), "write steps_until(loss < 0.1)"),
    "len": "the number of layers is depth",
    "norm": "delta, signal and the like are sizes already (rms)",
}
GRADIENTS = "write weight_gradient or bias_gradient"
MEASURES_MEANT = {
    **dict.fromkeys(("gradient", "gradients", "grad", "grads"), GRADIENTS),
    **dict.fromkeys(("error", "errors", "backprop"), "the error of a layer is delta"),
    **dict.fromkeys(("activation", "activations", "output", "outputs", "h"), "the rms of a layer's outputs is signal"),
    "z": "the rms of a layer's inputs is preactivation",
    "acc": "write accuracy",
    **dict.fromkeys(("val_loss", "validation_loss", "loss_test"), "the loss on held-out examples is test_loss"),
    **dict.fromkeys(("val_accuracy", "val_acc", "test_acc"), "the accuracy on held-out examples is test_accuracy"),
    **dict.fromkeys(("weights", "w", "W"), "the rms of a layer's weights is weight"),
    **dict.fromkeys(("jacobian", "singular_values"), "write jacobian_max, jacobian_rms or jacobian_min"),
    "steps_until": "say until what, as in steps_until(loss < 0.1)",
    "at": "write at(50).loss for the loss after 50 steps",
    **dict.fromkeys(("step", "steps"), "the first step at which something holds is steps_until(loss < 0.1)"),
    "cost": "write loss",
    "rank": "write effective_rank",
    "dead_units": "write dead, the share of dead units",
    **dict.fromkeys(("nan", "inf", "diverge"), "whether a network diverged is diverged, as in `not diverged`"),
    "pi": "write 3.14159",
    "e": "write exp(1)",
    **dict.fromkeys(("true", "false", "True", "False"), "compare something that is measured"),
}
#: Signs that are none of claims, and what is meant; the longer before the shorter.
SIGNS_MEANT = (
    (r"&&|(?<!&)&(?!&)", "and"),
    (r"\|\||(?<!\|)\|(?!\|)", "or"),
    (r"=>", ">="),
    (r"=<", "<="),
    (r"<>", "!="),
    (r"===", "=="),
    (r"(?<![<>=!:])=(?![=<>])", "=="),
    (r"!(?!=)", "not"),
    (r"\^", "**"),
)
PERCENT = re.compile(r"(?P<number>\d+(?:\.\d*)?|\.\d+)\s*%(?!\s*[\w(])")
COMMA = re.compile(r"(?<![\w.,])(\d+),(\d+)(?![\w.,])")


def unknown_function(name: str) -> str:
    """What is said of a function that does not exist, with what to write instead."""
    if name in PER_LAYER:
        return f"{name} is measured of layers, which are named in square brackets, as in {name}[1] and {name}[-1]"
    return f"unknown function {name!r}{_instead(name, FUNCTIONS_MEANT, FUNCTIONS)}"


def unknown_measure(name: str, known: Iterable[str]) -> str:
    """What is said of a measure that does not exist, with what to write instead."""
    numbered = re.fullmatch(r"(.+?)_?(\d+)", name)
    if numbered and numbered[1] in PER_LAYER:
        return f"unknown measure {name!r}; layers are named in square brackets, as in {numbered[1]}[{numbered[2]}]"
    if name in FUNCTIONS:
        example = f"{name}(signal)" if name in OVER_LAYERS else f"{name}(loss)"
        return f"{name} is a function, as in {example}"
    return f"unknown measure {name!r}{_instead(name, MEASURES_MEANT, known)}"


def unknown_experiment(name: str, known: Iterable[str]) -> str:
    """What is said of a name before a dot that is none; `initial` is one, too."""
    if name in ("start", "begin", "init", "before", "step0"):
        return f"unknown experiment {name!r}; what is measured before training is initial, as in initial.loss"
    near = nearest(name, ["initial"])
    ending = near if near.startswith("; did") else nearest(name, known)
    return f"unknown experiment {name!r}{ending}"


def _instead(name: str, meant: dict[str, str], known: Iterable[str]) -> str:
    return f"; {meant[name]}" if name in meant else nearest(name, known)


def foreign_sign(text: str) -> tuple[int, int, str] | None:
    """The first sign of another language in a text that cannot be read: its column, its length, and what to write."""
    found = [(sign.start(), len(sign[0]), _write(sign[0], ours)) for each, ours in SIGNS_MEANT
             if (sign := re.search(each, text))]  # fmt: skip
    if share := PERCENT.search(text):
        found.append((share.start(), len(share[0]), f"write {as_share(share['number'])} for {share[0]}"))
    return min(found) if found else None


def number_meant(text: str) -> str:
    """'; write 0.5 for 50%': the end of a message about a text that is no number; empty where nothing is known."""
    if share := PERCENT.search(text):
        return f"; write {as_share(share['number'])} for {share[0]}"
    called = re.search(r"(\w+)\s*\(", text)
    instead = FUNCTIONS_MEANT.get(called[1], "") if called else ""
    return f"; {instead}" if instead.startswith("write") else ""


def _write(sign: str, ours: str) -> str:
    also = ", or < or > where sizes are compared" if sign == "=" else ""
    return f"write {ours} for {sign}{also}"


def as_share(number: str) -> str:
    """A number of percents as a share of 1: 0.9 for 90."""
    return f"{float(number) / 100:.12g}"


def decimal_comma(text: str) -> tuple[int, int, str] | None:
    """The first number with a comma in it: its column, its length, and what to write."""
    found = COMMA.search(text)
    return (found.start(), len(found[0]), f"write {found[1]}.{found[2]}, with a point") if found else None
