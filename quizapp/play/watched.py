"""Which networks a learner watches: another seed shows others of those by which the marks are judged.

So a second play is not memory, and what is seen never comes from elsewhere than what is judged. All experiments of a
question begin at the same place, for what is compared network by network is drawn from the same seeds. A tune is
judged on networks that nobody has seen; what is watched of it are networks beyond these.

An experiment of NETWORKS or more is watched as a whole, and so the same in every play: to show others would be to show
some by which nothing is marked, and to show fewer would be less than its author asks for.
"""

from __future__ import annotations

from collections.abc import Mapping

from quizapp.questions.answer_forms import Form, TurnKnobs
from quizapp.runs.batch import judged_on, shifted
from sim.experiment import Experiment

#: How many plays of a tune show different networks.
TUNES = 50


def shift(form: Form, experiments: Mapping[str, Experiment], seed: int) -> int:
    """How many networks after its first one each experiment of a question is watched; none for seed 0."""
    if isinstance(form, TurnKnobs):
        return seed % TUNES * max((judged_on(each) + each.seeds for each in experiments.values()), default=0)
    spare = min((judged_on(each) - each.seeds for each in experiments.values()), default=0)
    return seed % (spare + 1)


def watched(experiments: Mapping[str, Experiment], shift: int) -> dict[str, Experiment]:
    """The experiments with the networks that are watched."""
    return {name: shifted(each, shift) for name, each in experiments.items()}
