"""What the votes of a round come to: how many gave which answer, how many were right, and how certain each side was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from quizapp.play.certainty import Certainty
from quizapp.questions.answer_forms import Form, PickMany, PickOne
from quizapp.room.course.answers import called, letters
from quizapp.room.course.votes import Vote

#: Whether an answer is right in full, by `answers.same`; what is not known yet is left out.
Right = Mapping[str, bool]
#: Answers that are listed one by one where they are not options.
MOST_LISTED = 12


@dataclass(frozen=True)
class Given:
    """An answer, or an option, and how many gave it; `right` is None while nobody knows, or for one option of many.

    `id` is that of the option, or what `answers.same` says of the answer; `hands` of the count are raised hands.
    """

    id: str
    name: str
    text: str
    count: int
    hands: int = 0
    right: bool | None = None


@dataclass(frozen=True)
class Level:
    """A level of certainty, and how many who named it were right and wrong."""

    certainty: str
    right: int
    wrong: int


@dataclass(frozen=True)
class Tally:
    """A round: how many `answered` (with raised hands), how many of those judged were `right`, and who gave what."""

    answered: int
    judged: int
    right: int
    given: tuple[Given, ...]
    levels: tuple[Level, ...]

    @property
    def share(self) -> float | None:
        """The share that was right, or None while nothing is judged."""
        return self.right / self.judged if self.judged else None

    def as_data(self) -> dict[str, Any]:
        """All of it as data of which JSON can be made."""
        return asdict(self)


def tally(
    form: Form, votes: Iterable[Vote], right: Right, hands: Mapping[str, int], options_right: Mapping[str, bool]
) -> Tally:
    """The tally of a round; `options_right` says of each option whether it should be picked, where options are.

    Raised hands are of people who gave one option each where one is to be picked, and can be judged. Where any number
    may be, at least as many people raised theirs as for the option with the most, and nobody knows who was right.
    """
    cast = list(votes)
    verdicts = [right[vote.same] for vote in cast if vote.same in right]
    raised = {option: count for option, count in hands.items() if count} if isinstance(form, PickOne) else {}
    by_hand = sum(raised.values())
    by_hand_right = sum(count for option, count in raised.items() if options_right.get(option))
    of_many = max(hands.values(), default=0) if isinstance(form, PickMany) else 0
    given = (
        _options(form, cast, hands, options_right)
        if isinstance(form, PickOne | PickMany)
        else _listed(form, cast, right)
    )
    return Tally(
        answered=len(cast) + by_hand + of_many,
        judged=len(verdicts) + (by_hand if options_right else 0),
        right=sum(verdicts) + by_hand_right,
        given=given,
        levels=_levels(cast, right),
    )


def _options(
    form: PickOne | PickMany, cast: list[Vote], hands: Mapping[str, int], options_right: Mapping[str, bool]
) -> tuple[Given, ...]:
    counts = Counter(option for vote in cast for option in vote.answer.get("picked") or ())
    names = letters(form)
    return tuple(
        Given(
            option.id,
            names[option.id],
            option.text,
            counts[option.id] + hands.get(option.id, 0),
            hands.get(option.id, 0),
            options_right.get(option.id),
        )
        for option in form.options
    )


def _listed(form: Form, cast: list[Vote], right: Right) -> tuple[Given, ...]:
    """The most frequent answers, as they were first given; of those that are as frequent, in the same order always."""
    first: dict[str, Vote] = {}
    counts: Counter[str] = Counter()
    for vote in cast:
        first.setdefault(vote.same, vote)
        counts[vote.same] += 1
    listed = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST_LISTED]
    return tuple(
        Given(name, words := called(form, first[name].answer), words, count, right=right.get(name))
        for name, count in listed
    )


def _levels(cast: list[Vote], right: Right) -> tuple[Level, ...]:
    found = Counter((vote.certainty, right.get(vote.same)) for vote in cast)
    return tuple(Level(each.value, found[each.value, True], found[each.value, False]) for each in Certainty)
