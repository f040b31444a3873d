"""Claims about what training does that nobody has seen at another learning rate, or with another optimizer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quizapp.checking.lint.rule import Finding, Rule
from quizapp.checking.parts import models
from quizapp.claims import parse_claim, parse_quantity
from quizapp.claims.dependence import trained_for
from quizapp.deck.model import Deck
from quizapp.questions.choices import Watched
from quizapp.questions.question import Question
from quizapp.questions.types.numeric import Numeric
from quizapp.questions.types.order import Order
from quizapp.questions.types.tune import Tune
from sim.experiment import Experiment
from sim.sameness import RATES_APART, learns_otherwise

UNTRIED = (
    "this hangs on training, and nothing shows that it outlasts another learning rate or optimizer; name experiments "
    "in `also_on`, or say the rate in the prompt and why in `only_here`"
)
SAME = (
    "no alternative learns otherwise: the optimizer of {names} is the same, and the rate, with what momentum makes of "
    f"it, less than {RATES_APART:g} times apart; name experiments in `also_on` with another learning rate or optimizer"
)


@dataclass(frozen=True)
class _Asked:
    """What is asked of training: the entry in question, the line, its experiments and the alternatives of each."""

    path: tuple[int | str, ...]
    line: str
    subjects: tuple[str, ...]
    also_on: tuple[tuple[str, ...], ...]
    is_claim: bool = True


def find_untried(deck: Deck) -> Iterator[Finding]:
    """What is said of networks after training, without an alternative and without a reason why there is none."""
    for question in deck.questions:
        networks = deck.experiments_for(question)
        for asked in _asked(question):
            if any(_trains(asked, subject, networks) for subject in asked.subjects):
                if not any(asked.also_on):
                    yield Finding(question.id, asked.path, UNTRIED)
                elif not _is_tried(asked, networks):
                    names = ", ".join(dict.fromkeys(name for names in asked.also_on for name in names))
                    yield Finding(question.id, asked.path, SAME.format(names=names))


def _asked(question: Question) -> Iterator[_Asked]:
    if getattr(question, "only_here", None):
        return
    for path, part in models(question):
        if isinstance(part, Watched) and part.experiment and not part.only_here:
            if part.claim:
                yield _Asked((*path, "claim"), part.claim, (part.experiment,), (part.also_on,))
            elif isinstance(part, Numeric) and part.answer.measure:
                measure = part.answer.measure
                yield _Asked((*path, "answer", "measure"), measure, (part.experiment,), (part.also_on,), is_claim=False)
        elif isinstance(part, Order):
            subjects, also_on = zip(*((item.experiment, item.also_on) for item in part.items), strict=True)
            yield _Asked((*path, "order_by"), part.order_by, subjects, also_on, is_claim=False)
        elif isinstance(part, Tune) and not _turns_the_rate(part):
            yield _Asked((*path, "goal"), part.goal, (part.experiment,), (part.also_on,))


def _is_tried(asked: _Asked, networks: Mapping[str, Experiment]) -> bool:
    """Whether there are alternatives of which each learns otherwise than what it stands for."""
    return any(
        all(learns_otherwise(networks[own], networks[other]) for own, other in zip(asked.subjects, others, strict=True))
        for others in zip(*asked.also_on, strict=True)
    )


def _turns_the_rate(question: Tune) -> bool:
    return any(knob.field == "learning_rate" for knob in question.knobs.values())


def _trains(asked: _Asked, subject: str, networks: Mapping[str, Experiment]) -> bool:
    said = (parse_claim if asked.is_claim else parse_quantity)(asked.line, networks, subject)
    return any(networks[name].steps > 0 for name in trained_for(said, subject))


HEAD = (
    "{id: q, type: true_false, prompt: It learns., answer: true, if_wrong: Look.,\n"
    " experiments: {down: {extends: half, steps: 2}, up: {extends: double, steps: 2}, slow: {extends: down,\n"
    " learning_rate: 0.01}}, experiment: down, control: up, claim: 'loss < initial.loss'"
)
RULES = (
    Rule(
        "W408",
        "untried-rate",
        "A claim about training was not tried at another learning rate or with another optimizer.",
        "What is put down to the start may be the doing of the rate: a tenth of it, tenfold, or Adam undoes many a bad "
        "start. `also_on` names experiments that differ in these alone, in one at least by another optimizer or a rate "
        "that is well apart, and `quizapp check` sees that the claim comes out there as on its own. Where it does not, "
        "the prompt must say at which rate and with which optimizer the networks learn, and `only_here` says why the "
        "claim is of them alone; in a question of choices it may stand beside them, for all of them.",
        f"{HEAD}}}",
        f"{HEAD}, also_on: [slow]}}",
        find_untried,
    ),
)
