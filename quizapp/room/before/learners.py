"""Simulated learners for a rehearsal: they answer alone, discuss, and answer again, the same for the same seed.

Whether one is right is a matter of ability and difficulty (Rasch 1960, with the chance of guessing as in Birnbaum
1968); what is answered wrongly comes from the deck (`mistakes`). How a discussion moves answers is set to what Crouch
and Mazur (2001) counted over ten years: about 13 in 100 of the right ones leave their answer, 59 in 100 of the wrong
ones come to the right one; and Smith et al. (2009): some do so even where nobody knew.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.play.certainty import Certainty
from quizapp.questions.answer_forms import Answer, TurnKnobs
from quizapp.room.before.mistakes import Asked, guessed, is_right, right_answer, wrong_answer

#: By how much each step of difficulty lowers the chance, on the scale of ability, whose standard deviation is 1.
STEP, MIDDLE = 0.7, 3.3
#: The chance that somebody who was right leaves it, by how certain they were.
LEAVES = {Certainty.LOW: 0.22, Certainty.MIDDLE: 0.13, Certainty.HIGH: 0.05, None: 0.13}
#: The chance that somebody who was wrong comes to the right answer where nobody has it, how it grows with the share of
#: those who do, and the most that it can be.
ALONE, PERSUADED, MOST = 0.2, 0.8, 0.9
#: The chance that somebody who stays wrong goes along with the most frequent wrong answer.
GOES_ALONG = 0.4


@dataclass(frozen=True)
class Learner:
    """Somebody with an ability (0 is ordinary, 1 is a standard deviation), and more or less sure by nature."""

    name: str
    ability: float
    boldness: float


@dataclass(frozen=True)
class Given:
    """An answer, how certain it was, and whether it was right; certainty is None where it is not asked for."""

    answer: Answer
    certainty: Certainty | None
    right: bool


def learners(count: int, seed: int) -> tuple[Learner, ...]:
    """So many learners; the first of them are the same whatever the count."""
    return tuple(_learner(number, random.Random(f"{seed}/learner/{number}")) for number in range(1, count + 1))


def _learner(number: int, rng: random.Random) -> Learner:
    return Learner(f"bot-{number:02d}", rng.gauss(0, 1), rng.gauss(0, 0.7))


def random_for(seed: int, learner: Learner, question: str, round_: int) -> random.Random:
    """The randomness of one answer, the same in whatever order answers are drawn."""
    return random.Random(f"{seed}/{learner.name}/{question}/{round_}")


def chance(learner: Learner, asked: Asked) -> float:
    """The chance that a learner is right alone: 0 to 1."""
    guess = guessed(asked.form)
    return guess + (1 - guess) * _logistic(learner.ability - _difficulty(asked))


def first_answer(learner: Learner, asked: Asked, rng: random.Random) -> Given:
    """What a learner answers alone, before any talk."""
    knows = rng.random() < chance(learner, asked)
    answer = right_answer(asked, rng) if knows else wrong_answer(asked, rng)
    return _given(learner, asked, answer, rng)


def second_answer(learner: Learner, asked: Asked, first: Given, room: Sequence[Given], rng: random.Random) -> Given:
    """What a learner answers after the discussion; `room` is what everybody had answered before it."""
    answer = _after_talk(asked, first, room, rng)
    if answer == first.answer:
        return Given(answer, _surer(first.certainty) if first.right else first.certainty, first.right)
    return _given(learner, asked, answer, rng)


def _after_talk(asked: Asked, first: Given, room: Sequence[Given], rng: random.Random) -> Answer:
    draw = rng.random()
    commonest = _commonest_wrong(room)
    if first.right:
        left = commonest is not None and draw < LEAVES[first.certainty]
        return commonest if left and commonest is not None else first.answer
    share = sum(each.right for each in room) / len(room) if room else 0.0
    if draw < min(MOST, ALONE + PERSUADED * share):
        return right_answer(asked, rng)
    return commonest if commonest is not None and rng.random() < GOES_ALONG else first.answer


def _commonest_wrong(room: Sequence[Given]) -> Answer:
    counted = Counter(each.answer for each in room if not each.right)
    return counted.most_common(1)[0][0] if counted else None


def _given(learner: Learner, asked: Asked, answer: Answer, rng: random.Random) -> Given:
    right = is_right(asked, answer)
    asks = not isinstance(asked.form, TurnKnobs) or asked.form.predict
    return Given(answer, _certainty(learner, asked, right, rng) if asks else None, right)


def _certainty(learner: Learner, asked: Asked, right: bool, rng: random.Random) -> Certainty:
    """Higher for the able and for the right, and not much: people are wrong about themselves."""
    felt = 0.6 * (learner.ability - _difficulty(asked)) + learner.boldness + rng.gauss(0.5 if right else -0.3, 0.8)
    sure = _logistic(felt)
    return Certainty.LOW if sure < 0.5 else Certainty.MIDDLE if sure < 0.7 else Certainty.HIGH


def _surer(certainty: Certainty | None) -> Certainty | None:
    """One step more certain, as people are who were told that they are right."""
    return Certainty.MIDDLE if certainty is Certainty.LOW else Certainty.HIGH if certainty else None


def _difficulty(asked: Asked) -> float:
    return STEP * ((asked.question.difficulty or 3) - MIDDLE)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))
