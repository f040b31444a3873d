"""Diagnoses of a run: the well-known failures of an initialisation, each with the numbers that show it, in words.

Sizes are compared by their median over the networks that are still finite, and one cause has one diagnosis. To add a
diagnosis, write a function `(Run) -> str | None` that returns its reason, and add it to `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import numpy as np

from sim.experiment import Experiment
from sim.frames import Frame, Numbers

#: From one end of the network to the other, a change by more than this factor is vanishing or exploding.
LARGE_CHANGE = 100.0
#: A change by more than this factor is not level either, though it has no name of its own.
UNEVEN = 10.0
#: The name of what has no failure.
HEALTHY = "healthy"
#: A loss this many times above what it was at the start shows steps that land beyond the valley.
GROWN = 2.0
#: A loss that is still more than this share of what it was has not fallen.
NOT_FALLEN = 0.98
#: More than this share of saturated outputs is saturation.
SATURATED = 0.5
#: More than this share of units dying since the start is a loss of units (healthy deep networks have some off).
DEAD_GROWTH = 0.25


@dataclass(frozen=True)
class Diagnosis:
    """A failure by its name in the field, and the numbers that led to it, as a sentence.

    Without a failure it is `HEALTHY`, or `uneven` or `not learning` where that word would say too much.
    """

    name: str
    because: str


@dataclass(frozen=True)
class _Run:
    experiment: Experiment
    first: Frame
    last: Frame
    back_from: int
    by_network: bool = False

    @property
    def finite(self) -> np.ndarray:
        return ~self.last.diverged

    @property
    def top(self) -> int:
        """The last hidden layer."""
        return self.experiment.depth - 1

    def median(self, values: Numbers) -> Numbers:
        """(S, L) -> (L,), over the networks that have not diverged."""
        return np.asarray(np.median(values[self.finite], axis=0))

    def along(self, sizes: Numbers, layer: int) -> Numbers:
        """The median size of each layer; compared network by network, in units of that at one layer."""
        with np.errstate(all="ignore"):
            return self.median(sizes / sizes[:, [layer - 1]] if self.by_network else sizes)

    def errors(self) -> Numbers:
        """The error of each layer, followed from the layer from which it is to be."""
        return self.along(self.last.layers.delta, self.back_from)

    def dead_share(self, frame: Frame) -> Numbers:
        """The share of dead units in each hidden layer."""
        return self.median(frame.layers.dead)[: self.top]


def diagnose(experiment: Experiment, first: Frame, last: Frame, back_from: int | None = None) -> tuple[Diagnosis, ...]:
    """What is wrong with the networks of a run at frame `last`, or that nothing is; `first` is the frame at step 0.

    The error is followed from layer `back_from`, where one is named network by network, or the last one, back to
    layer 1.
    """
    run = _Run(experiment, first, last, back_from or experiment.depth, back_from is not None)
    found = [Diagnosis("diverged", because)] if (because := _diverged(run)) else []
    if run.finite.any() and run.top >= 1:
        found += [Diagnosis(name, because) for name, because in _causes(run).items()]
    return tuple(found) or (_without_failure(run),)


def _causes(run: _Run) -> dict[str, str]:
    """The reason of each rule that applies, without those that are nothing but the effect of another one."""
    found = _applying(run)
    return {name: because for name, because in found.items() if name not in _effects(run, found)}


def _applying(run: _Run) -> dict[str, str]:
    """The reason of each rule that applies."""
    return {name: because for name, rule in RULES.items() if (because := rule(run))}


def _effects(run: _Run, found: Collection[str]) -> set[str]:
    """What follows from another trouble that is found: from steps too large the sizes that were not so at the start."""
    sizes = {"vanishing", "exploding", "saturated"} if TOO_LARGE in found else set()
    return _silenced(run, found) | (sizes - {*_applying(replace(run, last=run.first))})


def _silenced(run: _Run, found: Collection[str]) -> set[str]:
    """What follows from another trouble where a layer or an error is exactly 0.

    No error passes a dead layer, whose units are all alike, and saturation may be what makes it dead. Equal weights
    cancel an error whose classes are balanced; weights of 0, with which no signal arrives either, cancel any.
    """
    layers = run.last.layers
    no_error, silent = (run.median(size)[0] == 0 for size in (layers.delta, layers.signal))
    if run.dead_share(run.last).max() == 1.0:
        effects = {"symmetric", *(["vanishing"] if no_error else [])}
        return effects | {"dead units"} if "saturated" in found else effects
    if no_error and "symmetric" in found:
        return {"symmetric"} if silent else {"vanishing"}
    return set()


def _diverged(run: _Run) -> str | None:
    where = run.last.first_divergence
    if where is None:
        return None
    count = int(run.last.diverged.sum())
    return (
        f"{count} of {run.experiment.seeds} networks computed numbers too large to hold, "
        f"the first at step {where.step} in layer {where.layer}"
    )


@np.errstate(all="ignore")
def _steps_too_large(run: _Run) -> str | None:
    first, last = (float(run.median(frame.loss)) for frame in (run.first, run.last))
    if not run.last.step or last <= GROWN * first:
        return None
    rate = f"at a rate of {run.experiment.learning_rate:g}" if run.experiment.learning_rate else "here"
    return f"{rate} the loss rose from {first:.3g} to {last:.3g}, as each step lands beyond the valley"


@np.errstate(all="ignore")
def _vanishing(run: _Run) -> str | None:
    if run.median(run.last.layers.delta)[0] == 0:
        because = "the output weights are 0 until the first step" if _has_zero_head(run) else "it is exactly 0"
        return f"no error at all reaches layer 1: {because}"
    delta = run.errors()
    above = delta[run.back_from - 1]
    if delta[0] * LARGE_CHANGE < above:
        return f"the error falls {times(above / delta[0])} from layer {run.back_from} back to layer 1"
    return None


def _has_zero_head(run: _Run) -> bool:
    """Whether an output layer that is still as it was drawn makes nothing of what does arrive."""
    signal = run.median(run.last.layers.signal)
    return bool(run.last.step == 0 and len(signal) > 1 and signal[-1] == 0 < signal[-2])


@np.errstate(all="ignore")
def _exploding(run: _Run) -> str | None:
    """A weight's gradient is signal times error: where both grow, neither has to grow as much by itself."""
    delta = run.errors()
    above = delta[run.back_from - 1]
    if delta[0] > LARGE_CHANGE * above > 0:
        return _grows(run, delta)
    signal = run.along(run.last.layers.signal, 1)[: run.top]
    if delta[0] > UNEVEN * above > 0 and signal[-1] > UNEVEN * signal[0] > 0:
        return f"{_grows(run, delta)}, and the signal {times(signal[-1] / signal[0])} from layer 1 to layer {run.top}"
    return None


def _grows(run: _Run, delta: Numbers) -> str:
    return f"the error grows {times(delta[0] / delta[run.back_from - 1])} from layer {run.back_from} back to layer 1"


def _symmetric(run: _Run) -> str | None:
    distinct = run.median(run.last.layers.distinct_units)[: run.top]
    if run.experiment.width == 1 or distinct.min() > 1:
        return None
    layer = int(distinct.argmin()) + 1
    return f"all {run.experiment.width} units of layer {layer} compute the same: they count as one"


def _saturated(run: _Run) -> str | None:
    share = run.median(run.last.layers.saturated)[: run.top]
    if share.max() <= SATURATED:
        return None
    return f"{share.max():.0%} of the outputs of layer {int(share.argmax()) + 1} lie where the slope is almost 0"


def _dead(run: _Run) -> str | None:
    now, before = run.dead_share(run.last), run.dead_share(run.first)
    if now.max() == 1.0:
        return f"every unit of layer {int(now.argmax()) + 1} has a slope of 0 for every example: no error passes it"
    if (now - before).mean() > DEAD_GROWTH:
        return f"units with a slope of 0 for every example rose from {before.mean():.0%} to {now.mean():.0%}"
    return None


TOO_LARGE = "steps too large"
RULES: dict[str, Callable[[_Run], str | None]] = {
    TOO_LARGE: _steps_too_large,
    "symmetric": _symmetric,
    "vanishing": _vanishing,
    "exploding": _exploding,
    "saturated": _saturated,
    "dead units": _dead,
}


@np.errstate(all="ignore")
def _without_failure(run: _Run) -> Diagnosis:
    change = _change_of_error(run)
    back = f"from layer {run.back_from} back to layer 1 the error {changes(change)}"
    if run.top >= 2 and not 1 / UNEVEN <= change <= UNEVEN:
        return Diagnosis("uneven", f"{back}, {_loss(run)}")
    level = f"{back}, {_loss(run)}" if run.top >= 2 else f"nothing vanishes, explodes or saturates, {_loss(run)}"
    learns = not run.last.step or np.median(run.last.loss) <= NOT_FALLEN * np.median(run.first.loss)
    return Diagnosis(HEALTHY if learns else "not learning", level)


def _change_of_error(run: _Run) -> float:
    delta = run.errors()
    return float(delta[0] / delta[run.back_from - 1])


def _loss(run: _Run) -> str:
    """What became of the loss; before any training what it is."""
    first, last = np.median(run.first.loss), np.median(run.last.loss)
    if not run.last.step:
        return f"and the loss is {last:.3g} before any training"
    if last > NOT_FALLEN * first:
        return f"but the loss has not fallen: {first:.3g}, now {last:.3g}"
    return f"and the loss fell from {first:.3g} to {last:.3g}"


def changes(factor: float) -> str:
    """A factor as a verb: 'grows 3.2-fold', 'falls 90,000-fold', 'stays the same'."""
    if factor == 0:
        return "falls to exactly 0"
    if 1 / 1.05 <= factor <= 1.05:
        return "stays the same"
    return f"grows {times(factor)}" if factor > 1 else f"falls {times(1 / factor)}"


def times(factor: float) -> str:
    """A factor as people say it: '3.2-fold', '90,000-fold', '10^12-fold'."""
    if not np.isfinite(factor):
        return "beyond all numbers"
    if factor >= 1e7:
        return f"10^{np.log10(factor):.0f}-fold"
    if factor < 10:
        return f"{factor:.2g}-fold"
    digits = 1 if factor < 1000 else 10 ** (int(np.log10(factor)) - 1)
    return f"{round(factor / digits) * digits:,.0f}-fold"
