"""Parts of a claim that decide nothing: what an `or` that holds would do as well without.

An `and` that fails by one of its parts is another matter: a choice may well say two things of which one is so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quizapp.claims.evaluation import judge
from quizapp.claims.tree import Claim, Comparison, Event, Logic, Measure, Not, Truth, measures_in
from quizapp.runs.observation import Observation


def idle_parts(claim: Claim, observed: Mapping[str, Observation], subject: str, expected: bool) -> tuple[str, ...]:
    """The parts without which a claim about `subject` holds in the same networks, where it is expected to.

    What happens to a network, as `diverged`, and what another part that decides measures too, as in `x < 1 or x > 9`,
    belongs to what is said and is none of them.
    """
    return tuple(_idle(claim.truth, expected, observed, subject))


def _idle(truth: Truth, expected: bool, observed: Mapping[str, Observation], subject: str) -> Iterator[str]:
    match truth:
        case Not(part):
            yield from _idle(part, not expected, observed, subject)
        case Logic("or", parts) if expected:
            deciding = [part for part in parts if not _never_holds(part, observed, subject)]
            measured = {measure for part in deciding for measure in measures_in(part)}
            for part in parts:
                if part in deciding:
                    yield from _idle(part, expected, observed, subject)
                elif deciding and not isinstance(part, Event) and measured.isdisjoint(measures_in(part)):
                    yield _written(part)
        case Logic(_, parts):
            for part in parts:
                yield from _idle(part, expected, observed, subject)


def _never_holds(part: Truth, observed: Mapping[str, Observation], subject: str) -> bool:
    """Whether a part fails in every network."""
    verdict = judge(Claim("", part, frozenset(), ()), observed, subject)
    return verdict.failing == verdict.of


def _written(truth: Truth) -> str:
    match truth:
        case Comparison(_, operators, texts):
            return texts[0] + "".join(f" {sign} {text}" for sign, text in zip(operators, texts[1:], strict=True))
        case Event(Measure(name)):
            return name
        case Logic(operator, parts):
            return f" {operator} ".join(map(_written, parts))
        case Not(part):
            return f"not {_written(part)}"
    raise AssertionError(truth)
