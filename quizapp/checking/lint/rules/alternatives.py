"""Claims about what training does that nobody has seen at another learning rate, or with another optimizer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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

UNTRIED = (
    "this hangs on training, and nothing shows that it outlasts another learning rate or optimizer; name experiments "
    "in `also_on`, or say the rate in the prompt and why in `only_here`"
)
#: Something asked of training: where the entry is to go, on which experiments it is asked, and the line itself.
Asked = tuple[tuple[int | str, ...], tuple[str, ...], str, bool]


def find_untried(deck: Deck) -> Iterator[Finding]:
    """What is said of networks after training, without an alternative and without a reason why there is none."""
    for question in deck.questions:
        networks = deck.experiments_for(question)
        for path, subjects, line, is_claim in _asked(question):
            if any(_trains(line, is_claim, subject, networks) for subject in subjects):
                yield Finding(question.id, path, UNTRIED)


def _asked(question: Question) -> Iterator[Asked]:
    if getattr(question, "only_here", None):
        return
    for path, part in models(question):
        if isinstance(part, Watched) and part.experiment and not part.also_on and not part.only_here:
            if part.claim:
                yield (*path, "claim"), (part.experiment,), part.claim, True
            elif isinstance(part, Numeric) and part.answer.measure:
                yield (*path, "answer", "measure"), (part.experiment,), part.answer.measure, False
        elif isinstance(part, Order) and not part.items[0].also_on:
            yield (*path, "order_by"), tuple(item.experiment for item in part.items), part.order_by, False
        elif isinstance(part, Tune) and not part.also_on and not _turns_the_rate(part):
            yield (*path, "goal"), (part.experiment,), part.goal, True


def _turns_the_rate(question: Tune) -> bool:
    return any(knob.field == "learning_rate" for knob in question.knobs.values())


def _trains(line: str, is_claim: bool, subject: str, networks: Mapping[str, Experiment]) -> bool:
    asked = (parse_claim if is_claim else parse_quantity)(line, networks, subject)
    return any(networks[name].steps > 0 for name in trained_for(asked, subject))


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
        "start. `also_on` names experiments that differ in these alone, and `quizapp check` sees that the claim comes "
        "out there as on its own. Where it does not, the prompt must say at which rate and with which optimizer the "
        "networks learn, and `only_here` says why the claim is of them alone; in a question of choices it may stand "
        "beside them, for all of them.",
        f"{HEAD}}}",
        f"{HEAD}, also_on: [slow]}}",
        find_untried,
    ),
)
