"""Simulated learners in a room: each joins as a person does, over the network, and votes whenever a round is open."""

from __future__ import annotations

import asyncio
import random
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from typing import Any

from quizapp.evidence.probes import ProbeValues
from quizapp.evidence.results import probe_values
from quizapp.play.session import Session
from quizapp.questions.answer_data import answer_as_data
from quizapp.room.before.learners import Given, Learner, first_answer, learners, random_for, second_answer
from quizapp.room.before.mistakes import Asked, to_measure
from quizapp.room.client.address import Address
from quizapp.room.client.link import Away, Link, Refusal, Unreachable, tap
from quizapp.runs.store import RunStore

#: How many join at one moment.
TOGETHER = 20


@dataclass
class Bots:
    """So many simulated learners in one room; `session` is how the room meets its deck, `spread` the seconds over
    which they vote.
    """

    address: Address
    session: Session
    count: int
    seed: int
    spread: float
    _asked: dict[str, Asked] = field(default_factory=dict)
    _given: dict[tuple[str, int], dict[str, Given]] = field(default_factory=dict)
    _store: RunStore = field(default_factory=RunStore)

    async def live(self) -> None:
        """Join, and vote in every round until this is cancelled."""
        people = learners(self.count, self.seed)
        links = {each.name: Link(self.address) for each in people}
        watching = Link(self.address)
        try:
            await self._join(links)
            await self._follow(watching, people, links)
        finally:
            for link in (watching, *links.values()):
                await link.close()

    async def _join(self, links: dict[str, Link]) -> None:
        names = list(links.items())
        for begin in range(0, len(names), TOGETHER):
            await asyncio.gather(*(link.join(name) for name, link in names[begin : begin + TOGETHER]))

    async def _follow(self, watching: Link, people: tuple[Learner, ...], links: dict[str, Link]) -> None:
        seen: tuple[str, int] | None = None
        voting: set[asyncio.Task[None]] = set()
        async with aclosing(watching.live()) as messages:
            async for message in messages:
                if isinstance(message, Away) or not message.get("open"):
                    continue
                here = message["question"]["id"], message["round"]
                if here != seen:
                    seen = here
                    given = await asyncio.to_thread(self.answers, *here, people)
                    voting = {asyncio.create_task(self._vote(links[name], *here, each)) for name, each in given.items()}
        await asyncio.gather(*voting)

    def answers(self, question: str, round: int, people: tuple[Learner, ...]) -> dict[str, Given]:  # noqa: A002
        """What everybody answers in a round, by their names; those of the first round are remembered for the second."""
        if (question, round) not in self._given:
            asked, drawn = self._asks(question), {each: random_for(self.seed, each, question, round) for each in people}
            if round == 1:
                found = {each.name: first_answer(each, asked, rng) for each, rng in drawn.items()}
            else:
                before = self.answers(question, 1, people)
                room = list(before.values())
                found = {
                    each.name: second_answer(each, asked, before[each.name], room, rng) for each, rng in drawn.items()
                }
            self._given[question, round] = found
        return self._given[question, round]

    def _asks(self, question: str) -> Asked:
        if question not in self._asked:
            attempt = next(each for each in self.session.attempts if each.question.id == question)
            probes = to_measure(attempt.question)
            experiments = self.session.experiments_of(attempt)
            measured: ProbeValues = probe_values(probes, experiments, self._store.ends) if probes else {}
            self._asked[question] = Asked(attempt.question, attempt.form, measured)
        return self._asked[question]

    async def _vote(self, link: Link, question: str, round: int, given: Given) -> None:  # noqa: A002
        await asyncio.sleep(random.Random(f"{link.secret}").uniform(0, self.spread))
        form = self._asked[question].form
        message: dict[str, Any] = {
            "round": round,
            "question": question,
            "key": tap(),
            "answer": answer_as_data(form, given.answer),
            "certainty": given.certainty and given.certainty.value,
        }
        with suppress(Refusal, Unreachable):  # the round may be closed by now, as for people who are slow
            await link.vote(message)
