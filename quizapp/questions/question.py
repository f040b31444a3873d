"""What every question type has: the shared fields, and the methods by which the rest of the program asks it.

A question type is one file in this folder: a model that derives from `Question`, whose `type` is a Literal, and
that fills in the methods. It is found by itself.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    InstanceOf,
    PrivateAttr,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from quizapp.evidence.evidence import Evidence
from quizapp.evidence.probes import Probe, ProbeValues
from quizapp.questions.alternatives import Alternative, Elsewhere
from quizapp.questions.answer_forms import Answer, Form
from quizapp.questions.fields import FROZEN, Slug, Surroundings, Text, Url, at_most, option, required, whole_within
from quizapp.questions.grading import Grade
from quizapp.questions.measured_texts import check_measured
from quizapp.questions.variables import EXPERIMENTS, VARY, Drawn, check_variables
from sim.experiment import Experiment

T = TypeVar("T")
MOST = 50
#: What is measured before anything is.
NOTHING: ProbeValues = MappingProxyType({})
Few = Annotated[tuple[T, ...], BeforeValidator(at_most(MOST)), Field(json_schema_extra={"maxItems": MOST})]


class Reading(BaseModel):
    """Something to read on after a question."""

    model_config = FROZEN

    title: Text = required("What it is called.")
    url: Url = required("Its web address, https only.")


class Question(BaseModel):
    """The fields that all question types share, and what each of them must say about itself."""

    model_config = FROZEN

    id: Slug = required("A stable name, so that editing a question keeps its history.")
    type: str = required("Which kind of question this is.")
    prompt: Text = required("What is asked.")
    hints: Few[Text] = option("Hints, shown one at a time when asked for.", ())
    explanation: Text | None = option("Why the answer is what it is, shown after the simulation.")
    reading: Few[Reading] = option("Where to read more.", ())
    tags: Few[Text] = option("Words to find the question by.", ())
    objectives: Few[Text] = option("Ids of the learning objectives that it serves.", ())
    isomorph: Slug | None = option(
        "The id of another question of the deck that asks for the same idea in another case: in a workshop it follows "
        "the second vote, to see what carries over. A question that varies may name itself: another of its variants "
        "follows. It has no effect elsewhere."
    )
    difficulty: Annotated[int, *whole_within("difficulty", 1, 5)] | None = option("From 1, easy, to 5, hard.")
    revision: Annotated[int, *whole_within("revision", 1, 1_000_000)] = option(
        "To be raised when the meaning changes: learners begin anew with it, and their answers so far stay on record.",
        1,
    )

    ignore: Few[Text] = option("Codes of warnings not to give, such as W104, because here it is meant so.", ())
    experiments: Annotated[Mapping[str, InstanceOf[Experiment]], WithJsonSchema(EXPERIMENTS)] = option(
        "Networks that only this question uses, by name.", {}
    )
    vary: Annotated[Mapping[str, tuple[Text, ...]], BeforeValidator(check_variables), WithJsonSchema(VARY)] = option(
        "Values by name, of which each attempt draws one; {name} stands for it wherever the question says so.", {}
    )
    _drawn: Drawn = PrivateAttr({})
    _as_written: Mapping[str, Any] | None = PrivateAttr(None)

    def model_post_init(self, context: Any) -> None:
        """Remember which values were put in, and how the question was written before."""
        if isinstance(context, Surroundings):
            self._drawn, self._as_written = context.drawn, context.written

    @model_validator(mode="after")
    def _asks_for_what_is_measured(self, info: ValidationInfo) -> Self:
        around = info.context if isinstance(info.context, Surroundings) else None
        check_measured(self, around.experiments if around else None)
        return self

    @property
    def written(self) -> Mapping[str, Any] | None:
        """If values vary, the question as its author wrote it, with {name} where they are put in."""
        return self._as_written

    @property
    def drawn(self) -> Drawn:
        """The values put into this variant, by name."""
        return self._drawn

    def without_vary(self, name: str) -> Self:
        """This variant as a question of its own, under another id, in which nothing varies."""
        alone = self.model_copy(update={"id": name, "vary": {}})
        alone._drawn, alone._as_written = {}, None
        return alone

    def with_experiments(self, experiments: Mapping[str, Experiment], written: Mapping[str, Any] | None) -> Self:
        """The question with these networks as its own, and, where values vary, written so."""
        copy = self.model_copy(update={"experiments": dict(experiments)})
        copy._as_written = written
        return copy

    @property
    def name(self) -> str:
        """The id, and the values that were drawn: 'he-std (n = 128)'."""
        values = ", ".join(f"{name} = {value}" for name, value in self._drawn.items())
        return f"{self.id} ({values})" if values else self.id

    @abstractmethod
    def form(self) -> Form:
        """How the question is answered."""

    @abstractmethod
    def evidence_for(self, option_id: str) -> Evidence | None:
        """What there is to watch for an option."""

    @abstractmethod
    def evidence_by_option(self) -> tuple[tuple[str, Evidence], ...]:
        """All that is watched, each evidence once, with the id of the option that it speaks for."""

    @abstractmethod
    def grade(self, answer: Answer, prediction: Answer, measured: ProbeValues) -> Grade:
        """An answer marked; `measured` has what `probes` asked for, and `prediction` is what was committed first."""

    def said_back(self) -> tuple[tuple[str, str], ...]:
        """All that is said to answers, each with a few words on which: `("a chosen", "Each layer shrinks it.")`."""
        cases = (("right", getattr(self, "if_right", None)), ("wrong", getattr(self, "if_wrong", None)))
        return tuple((case, words) for case, words in cases if words)

    def probes(self, answer: Answer, prediction: Answer) -> tuple[Probe, ...]:
        """What has to be measured before an answer can be marked; nothing where the author's key is enough."""
        return ()

    def fairness_probes(self, measured: ProbeValues = NOTHING) -> tuple[Probe, ...]:
        """What has to be measured, beside the claims of its options, to tell whether the question is fair.

        It is asked again with what was `measured`, until there is nothing more to measure.
        """
        return ()

    def fairness_results(self, measured: ProbeValues) -> tuple[FairnessResult, ...]:
        """What the trials say, where they were measured."""
        return ()

    def alternatives(self) -> tuple[Alternative, ...]:
        """What has to be measured elsewhere, beside the claims of its options, where the same must come out."""
        return ()

    def elsewhere(self, alternative: Alternative, here: ProbeValues, there: ProbeValues) -> Elsewhere:
        """How an alternative came out, by what the question itself was measured to be `here`."""
        raise NotImplementedError

    @property
    def deciding_probes(self) -> tuple[Probe, ...]:
        """What can make the question unfair: not how much of the range of a knob passes."""
        return tuple(probe for probe in self.fairness_probes() if not probe.few)

    @property
    def is_judged(self) -> bool:
        """Whether there is anything about the question that the simulation may not bear out."""
        return bool(self.deciding_probes) or any(evidence.claim for _, evidence in self.evidence_by_option())

    def experiments_for(self, answer: Answer, experiments: Mapping[str, Experiment]) -> Mapping[str, Experiment]:
        """The experiments as an answer sets them, where an answer does."""
        return experiments


@dataclass(frozen=True)
class Doubt:
    """What is allowed in a question and seldom meant, by the name of the rule that warns of it; `path` says where."""

    rule: str
    message: str
    path: tuple[str | int, ...]


@dataclass(frozen=True)
class FairnessResult:
    """What was found out about a question by simulation, in a line; `problem` says what is wrong, `path` with what.

    `options` are those that a problem is about, or none if it is about the question as a whole.
    """

    label: str
    text: str
    problem: str | None = None
    path: tuple[str | int, ...] = ()
    options: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
