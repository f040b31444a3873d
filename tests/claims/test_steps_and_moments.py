"""Quantities at a step, and the first step at which something holds: by runs in which every frame was looked at."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.claims import ClaimError, judge, parse_claim, parse_quantity, quantify
from quizapp.claims.decided import decided
from quizapp.claims.dependence import asked_by, check_claim, looks_at_training, trained_for
from quizapp.claims.wording import claim_in_words, quantity_in_words
from quizapp.runs.observation import Observation
from sim import Asked, Experiment, Frame, ends_only, run
from sim.sweep import first_and_last
from tests.support.examples import scaled

NET = Experiment(depth=4, width=8, samples=32, seeds=3, steps=40, learning_rate=0.5, test_samples=16)
EXPERIMENTS = {
    "net": NET,
    "slow-net": NET.replace(learning_rate=0.01),
    "still": NET.replace(learning_rate=0.0),
    "short": NET.replace(steps=10),
    "drawn": NET.replace(steps=0),
    "untested": NET.replace(test_samples=0),
    "wild": NET.replace(activation="identity", init="normal(std=3)", learning_rate=1e6),
    "shallow": NET.replace(depth=2),
    "wide": NET.replace(width=200, samples=8),
}


def observed(text: str, subject: str = "net") -> dict[str, Observation]:
    """What a run of all that a claim speaks of shows, and no frame that it does not ask for."""
    claim = parse_claim(text, EXPERIMENTS, subject)
    asked = asked_by(claim, subject)
    names = {subject, *claim.references}
    runs = {name: EXPERIMENTS[name].asking(asked.get(name, Asked())) for name in names}
    return {name: Observation(name, each, first_and_last(each)) for name, each in runs.items()}


def truth(text: str, subject: str = "net") -> list[float]:
    return list(map(float, judge(parse_claim(text, EXPERIMENTS, subject), observed(text, subject), subject).truth))


def value(text: str, subject: str = "net") -> list[float]:
    seen = observed(f"{text} > 0", subject)
    return list(map(float, quantify(parse_quantity(text, EXPERIMENTS, subject), seen, subject)))


def every_frame(name: str = "net") -> list[Frame]:
    return list(run(EXPERIMENTS[name]))


def refused(text: str, subject: str = "net") -> ClaimError:
    with pytest.raises(ClaimError) as error:
        check_claim(parse_claim(text, EXPERIMENTS, subject), EXPERIMENTS, subject)
    return error.value


def test_at_a_step_is_what_a_frame_of_that_step_has() -> None:
    frame = every_frame()[17]
    assert value("at(17).loss") == frame.loss.tolist()
    assert value("at(17).delta[1]") == frame.layers.delta[:, 0].tolist()
    assert value("max(at(17).weight_gradient)") == frame.layers.weight_gradient.max(axis=1).tolist()
    assert value("at(17).signal[0]") == frame.input_signal.tolist()
    assert value("at(17).test_loss") == pytest.approx(frame.test_loss, nan_ok=False)


def test_of_another_experiment_the_name_comes_first() -> None:
    other = every_frame("slow-net")[5]
    assert value("slow-net.at(5).loss - 0 * loss") == other.loss.tolist()
    assert "experiment.at(50).measure" in refused("at(5).slow-net.loss < 1").message


def test_step_0_is_initial_and_the_last_step_is_the_end() -> None:
    assert value("at(0).loss") == value("initial.loss") == every_frame()[0].loss.tolist()
    assert value("at(40).loss") == value("loss")
    for text in ("loss < at(40).loss", "at(0).loss < initial.loss", "at(7).loss == net.at(7).loss"):
        assert "one and the same quantity" in refused(text).message


@pytest.mark.parametrize(
    ("text", "subject", "said", "where"),
    [
        ("at(41).loss < 1", "net", "net is trained for 40 steps; 41 is not one of them", "at(41).loss"),
        ("loss < short.at(11).loss", "net", "short is trained for 10 steps; 11", "short.at(11).loss"),
        ("at(1).loss < 1", "drawn", "drawn is trained for 0 steps", "at(1).loss"),
        ("at(-1).loss < 1", "net", "at takes the number of a step", "at(-1)"),
        ("at(1.5).loss < 1", "net", "at takes the number of a step", "at(1.5)"),
        ("at(loss).loss < 1", "net", "at takes the number of a step", "at(loss)"),
        ("at().loss < 1", "net", "at takes the number of a step", "at()"),
        ("at(5) < 1", "net", "say what is measured then", "at(5)"),
        ("at(5).initial.loss < 1", "net", "the experiment first, then when", "at(5).initial.loss"),
        ("at(5).at(6).loss < 1", "net", "the experiment first, then when", "at(5).at(6).loss"),
        ("at(5).nothing < 1", "net", "unknown measure 'nothing'", "at(5).nothing"),
        ("at(5).delta[9] < 1", "net", "net has 4 layers; 9 is not one of them", "9"),
        ("steps_until(loss) < 5", "net", "compare loss with a number", "loss"),
        ("steps_until(loss < 1, 2) < 5", "net", "takes one condition", "steps_until(loss < 1, 2)"),
        ("steps_until(delta[1] < 1) < 5", "net", "only loss, accuracy, test_loss, test_accuracy", "delta[1] < 1"),
        ("steps_until(at(3).loss < 1) < 5", "net", "of one run and of any step", "at(3).loss < 1"),
        ("steps_until(short.loss < 1) < 5", "net", "of one run and of any step", "short.loss < 1"),
        ("steps_until(initial.loss < 1) < 5", "net", "nothing in this changes", "initial.loss < 1"),
        ("steps_until(depth < 1) < 5", "net", "nothing in this changes", "depth < 1"),
        ("steps_until(loss < loss) < 5", "net", "one and the same quantity", "loss < loss"),
        ("steps_until(accuracy >= 0) < 5", "net", "the same at every step", "accuracy >= 0"),
        ("steps_until(loss < 0.1) < 5", "drawn", "drawn is not trained", "steps_until(loss < 0.1)"),
        ("steps_until < 5", "net", "say until what", "steps_until"),
        ("initial.steps_until(loss < 1) < 5", "net", "write steps_until(loss < 0.1)", "initial.steps_until"),
        ("steps_until(steps_until(loss < 1) < 2) < 5", "net", "only loss, accuracy", "steps_until(loss < 1) < 2"),
        ("until(loss < 1) < 5", "net", "write steps_until(loss < 0.1)", "until"),
        ("test_loss < 1", "untested", "give it some, as in test_samples: 256", "test_loss"),
        ("steps_until(test_loss < 1) < 9", "untested", "test_samples: 256", "steps_until(test_loss < 1)"),
        ("val_loss < 1", "net", "test_loss", "val_loss"),
        ("jacobian_max < 1", "shallow", "it takes a depth of 3 or more", "jacobian_max"),
        ("jacobian_max < 1", "wide", "up to a width of 128, and wide has 200", "jacobian_max"),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_refused_in_its_place(text: str, subject: str, said: str, where: str) -> None:
    error = refused(text, subject)
    assert said in error.message
    assert text[error.column :][: error.length] == where


CONDITIONS: Mapping[str, tuple[str, float]] = {
    "loss < {}": ("loss", 0.69),
    "not loss >= {}": ("loss", 0.65),
    "{} < accuracy": ("accuracy", 0.6),
    "test_loss < {}": ("test_loss", 0.69),
    "loss / initial.loss < {}": ("ratio", 0.98),
}


def first_step(name: str, measure: str, holds: str, threshold: float) -> list[float]:
    """By looking at every frame of the run."""
    frames = every_frame(name)
    found = []
    for network in range(NET.seeds):
        numbers = [
            frame.loss[network] / frames[0].loss[network] if measure == "ratio" else getattr(frame, measure)[network]
            for frame in frames
        ]
        hits = [number > threshold if "{} <" in holds else number < threshold for number in numbers]
        found.append(float(hits.index(True)) if True in hits else math.inf)
    return found


@settings(max_examples=scaled(30), deadline=None)
@given(st.sampled_from(list(CONDITIONS)), st.floats(0.85, 1.15), st.sampled_from(["net", "slow-net", "short"]))
def test_the_first_step_is_that_of_the_first_frame_that_holds(holds: str, factor: float, name: str) -> None:
    measure, usual = CONDITIONS[holds]
    threshold = usual * factor
    text = f"steps_until({holds.format(threshold)})"
    assert value(text, name) == first_step(name, measure, holds, threshold)


def test_a_step_that_did_not_come_is_after_all_that_have_been_and_no_number_otherwise() -> None:
    never = "steps_until(loss < 0.0001)"
    assert value(never) == [math.inf] * 3
    assert truth(f"{never} < 30") == [0] * 3
    assert truth(f"{never} > 40") == [1] * 3
    assert truth(f"30 < {never}") == [1] * 3
    assert truth(f"{never} == 12") == [0] * 3
    for undecided in (f"{never} < 41", f"{never} > 100", f"{never} / 2 < 3", f"{never} < slow-net.{never}"):
        assert np.isnan(truth(undecided)).all()
    assert truth(f"steps_until(loss < 0.69) < slow-net.{never}") == [1] * 3
    assert np.isnan(truth(f"not {never} > 41")).all()


def test_the_margin_of_a_step_that_did_not_come_is_at_least_that_to_the_end_of_the_run() -> None:
    text = "steps_until(loss < 0.0001) < 20"
    found = judge(parse_claim(text, EXPERIMENTS, "net"), observed(text), "net")
    assert found.margin == pytest.approx([-(41 - 20) / 41] * 3)


def test_a_network_that_diverges_first_never_tells() -> None:
    text = "steps_until(loss < 0.0001) > 2"
    found = judge(parse_claim(text, EXPERIMENTS, "wild"), observed(text, "wild"), "wild")
    assert np.isnan(found.truth).all()
    assert "diverged" in found.why_undecided
    assert truth("at(30).diverged", "wild") == [1] * 3
    assert np.isnan(truth("at(30).loss < 1", "wild")).all()
    assert truth("steps_until(loss > 0.0001) < 1", "wild") == [1] * 3


def test_a_condition_that_does_not_exist_at_a_step_is_not_taken_for_false() -> None:
    for condition in ("ln(-loss) < 0", "not ln(-loss) < 0", "sqrt(loss - 9) < 1 and loss > 0.0001"):
        assert np.isnan(value(f"steps_until({condition})")).all()
        for claim in (f"steps_until({condition}) < 5", f"not steps_until({condition}) < 5"):
            assert np.isnan(truth(claim)).all()


def test_a_step_that_comes_after_one_at_which_nothing_can_be_told_may_not_be_the_first() -> None:
    start, end = (frame.loss for frame in (every_frame()[0], every_frame()[-1]))
    assert (end < start).all()
    late = "ln(1 - loss / initial.loss) < 5"  # of step 0 there is no number: ln(0)
    assert np.isnan(value(f"steps_until({late})")).all()
    assert value(f"steps_until(loss < 9 or {late})") == [0] * 3


def test_before_a_run_has_come_to_a_step_nothing_is_said_of_it() -> None:
    text = "at(30).loss < 5 and steps_until(loss < 0.0001) > 20"
    claim = parse_claim(text, EXPERIMENTS, "net")
    asked = NET.asking(asked_by(claim, "net")["net"])
    frames = tuple(run(asked))
    for step, told in ((10, False), (25, False), (30, True), (40, True)):
        seen = {"net": Observation("net", asked, frames).until(step)}
        assert np.isfinite(judge(claim, seen, "net").truth).all() == told
    early = judge(
        parse_claim("steps_until(loss < 0.0001) < 5", EXPERIMENTS, "net"),
        {"net": Observation("net", asked, frames).until(10)},
        "net",
    )
    assert early.truth.tolist() == [0] * 3


def test_with_a_learning_rate_of_0_a_claim_comes_out_as_it_does_untrained() -> None:
    text = "at(30).loss / initial.loss > 0.999 and steps_until(loss < 0.0001) > 30 and steps_until(loss > 0.1) == 0"
    claim = parse_claim(text, EXPERIMENTS, "net")
    assert looks_at_training(claim, EXPERIMENTS, "net")
    (seen,) = observed(text).values()
    still = judge(claim, {"net": seen.untrained}, "net").truth.tolist()
    assert still == truth(text, "still") == [1] * 3


def test_what_is_asked_of_a_run_is_no_more_than_the_claim_needs() -> None:
    claim = parse_claim(
        "at(9).loss < 1 and short.at(3).jacobian_max > steps_until(loss < 1) and initial.loss < 9", EXPERIMENTS, "net"
    )
    assert asked_by(claim, "net") == {"net": Asked((9,), ("loss",)), "short": Asked((3,), (), True)}
    assert trained_for(claim, "net") == {"net", "short"}
    plain = parse_claim("delta[1] < 1", EXPERIMENTS, "net")
    assert not any(map(bool, (each != Asked() for each in asked_by(plain, "net").values())))
    (frame, *_, last) = run(NET, ends_only)
    assert frame.jacobian is None
    assert last.trace == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [("steps_until(loss < 0.1) < 41.5", "no step comes after the last"), ("at(9).accuracy <= 1", "from 0 to 1"),
     ("test_accuracy >= 0", "from 0 to 1"), ("steps_until(loss < 0.1) >= 0", "no step comes after the last")],
)  # fmt: skip
def test_what_is_so_whatever_is_measured_is_said_to_be(text: str, why: str) -> None:
    (part,) = decided(parse_claim(text, EXPERIMENTS, "net"), EXPERIMENTS, "net")
    assert why in part[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("at(10).loss < 0.5", "The loss after 10 steps is less than 0.5."),
        ("at(1).delta[1] / at(1).delta[-1] < 0.5",
         "The error at layer 1 after 1 step is less than half of that at layer 4."),
        ("at(10).loss / initial.loss < 0.5",
         "The loss after 10 steps is less than half of what it was before training."),
        ("loss / at(10).loss < 0.5", "The loss is less than half of what it was after 10 steps."),
        ("steps_until(loss < 0.1) < 30", "It takes less than 30 steps until the loss is less than 0.1."),
        ("30 <= slow-net.steps_until(loss < 0.1 and accuracy > 0.9)",
         "It takes at least 30 steps in slow-net until the loss is less than 0.1, and the share of examples classified "
         "rightly is more than 90%."),
        ("slow-net.steps_until(loss < 0.1) / steps_until(loss < 0.1) > 2",
         "The number of steps in slow-net until the loss is less than 0.1 is more than 2 times that."),
        ("test_accuracy < 0.6", "The share of held-out examples classified rightly is less than 60%."),
        ("weight[2] < 0.1", "The size (rms) of the weights of layer 2 is less than 0.1."),
        ("jacobian_max / jacobian_min > 100", "The largest singular value of the Jacobian is more than 100 times the "
         "smallest singular value of the Jacobian."),
    ],
)  # fmt: skip
def test_claims_in_words_say_when_and_until_what(text: str, words: str) -> None:
    said = claim_in_words(parse_claim(text, EXPERIMENTS, "net"), EXPERIMENTS, "net")
    assert said == words


def test_a_step_that_never_came_is_said_in_words_too() -> None:
    worded = quantity_in_words(parse_quantity("steps_until(loss < 0.1)", EXPERIMENTS, "net"), EXPERIMENTS, "net")
    assert worded.worth(34.0) == "the number of steps until the loss is less than 0.1 is 34"
    assert worded.worth(math.inf) == "the number of steps until the loss is less than 0.1 is more than the run has"
