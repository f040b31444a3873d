"""What the words of a claim mean, a sentence each: for the author's guide, and for editors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from quizapp.claims.tree import FUNCTIONS, OVER_LAYERS, PER_LAYER
from sim.experiment import FIELDS
from sim.frames import Layers

#: What is measured, by name: first by layer, then of the whole network.
MEASURES: dict[str, str] = {
    **{field.name: field.metadata["about"] for field in fields(Layers)},
    "loss": "The cross-entropy of the whole data set, in nats; ln(classes) is what guessing has.",
    "accuracy": "The share of examples that are classified rightly, from 0 to 1.",
    "test_loss": "The loss on held-out examples; the experiment needs some, as in `test_samples: 256`.",
    "test_accuracy": "The accuracy on held-out examples.",
    "jacobian_max": "The largest singular value of the Jacobian from the first hidden layer to the last: how much the "
    "most enlarged change of h_1 is enlarged. The rms over four examples; it takes a depth of 3 and a width up to 128.",
    "jacobian_rms": "The rms of all singular values of that Jacobian: what becomes of a change in any direction.",
    "jacobian_min": "The smallest singular value of it; under 1e-16 of the largest it is lost in rounding.",
    "depth": FIELDS["depth"].about,
    "width": FIELDS["width"].about,
    "diverged": "True of a network in which some number was not finite; it stands alone, as in `not diverged`.",
}

FUNCTION_MEANINGS: dict[str, str] = {
    "abs": "The size of a number, without its sign.",
    "min": "The smallest of some numbers, or of all layers, as in `min(signal)`.",
    "max": "The largest of some numbers, or of all layers, as in `max(saturated)`.",
    "ln": "The natural logarithm.",
    "log2": "The logarithm to base 2.",
    "exp": "e to the power of a number.",
    "log10": "The logarithm to base 10, as in `log10(delta[1] / delta[-1])`.",
    "sqrt": "The square root.",
    "median": "The middle one of some numbers, or of all layers.",
}


def cheat_sheet() -> str:
    """The claim language in a few lines of Markdown, as editors show it beside a claim."""
    whole = [name for name in MEASURES if name not in PER_LAYER]
    return "\n\n".join(
        (
            f"By layer, as in `delta[1]` (the first) or `delta[-1]` (the last): {_code(PER_LAYER)}.",
            f"Of the whole network: {_code(whole)}.",
            f"Operators: `+ - * / **`, `< <= > >= == !=`, `and or not`. Functions: {_code(FUNCTIONS)}, of which "
            f"{_code(OVER_LAYERS)} take all layers at once, as in `max(saturated)`.",
            "`initial.loss` is the loss before training, `at(50).loss` that after 50 steps, and `other.loss` and "
            "`other.at(50).loss` those of the experiment `other`.",
            "`steps_until(loss < 0.1)` is the first step at which that holds; it takes `loss`, `accuracy`, `test_loss` "
            "and `test_accuracy`.",
        )
    )


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
