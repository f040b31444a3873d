"""What a line means to a participant in line mode, and what is told of a question: pure, but for what is drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizapp.plain.inputs.adapters import LineAdapter, adapter_for
from quizapp.play.certainty import Certainty
from quizapp.questions.answer_forms import Answer, EnterText, PickMany, PickOne, PutInOrder
from quizapp.room.client.question import Asked
from quizapp.room.client.state import Seen
from quizapp.room.course.phases import Phase
from quizapp.room.join import words
from quizapp.text.run_report import Page

HELP = (
    "again tells the question once more, time how long is left, d draws the charts once the answer is told. "
    "h gives a hint, ? this help, q leaves. g error says what a word means."
)
CERTAINTY = "Type 1, 2 or 3: how likely you think it is that your answer is right in full; enter says nothing of it."


@dataclass(frozen=True)
class Draft:
    """An answer that waits to be told how certain it is."""

    answer: Answer


def adapter(asked: Asked, answer: Answer) -> LineAdapter:
    """The quiz's own adapter for the question, from where the answer stands."""
    return adapter_for(asked.form, answer)


def how(asked: Asked) -> str:
    """What to type, in a sentence or two, by the room's letters."""
    form = asked.form
    if isinstance(form, PickOne | PickMany):
        letters = f"A to {asked.letters[form.options[-1].id]}"
        several = isinstance(form, PickMany)
        return f"Type all that are right, as in A B, or none: {letters}." if several else f"Type one of {letters}."
    if isinstance(form, PutInOrder):
        names = [asked.letters[option.id] for option in form.options]
        return f"{asked.how} Type all the letters in that order, as in {' '.join([names[-1], *names[:-1]])}."
    return adapter(asked, form.blank).how.replace(" You can turn on once you have seen what it does.", "")


def understood(asked: Asked, answer: Answer, page: Page) -> str:
    """What a line was understood as, where its own words do not say it."""
    if not isinstance(asked.form, PutInOrder):
        return adapter(asked, asked.form.blank).understood(answer, page)
    assert isinstance(answer, tuple)
    texts = {option.id: option.text for option in asked.form.options}
    places = [
        page.wrapped(f"{asked.letters[each]}: {texts[each]}", "   ", f"{place}. ")
        for place, each in enumerate(answer, 1)
    ]
    return "\n".join([f"Your order, the {asked.form.ends[0]} first:", *places])


def question_blocks(seen: Seen, page: Page) -> Iterator[str]:
    """The question in front: where it stands, its prompt, what there is to choose from, and what to type."""
    asked = seen.asked
    assert asked is not None
    yield page.wrapped(f"{words.where(seen).capitalize()}. {asked.how if words.lettered(asked) else ''}".strip())
    yield page.wrapped(asked.prompt)
    if isinstance(asked.form, PickOne | PickMany | PutInOrder):
        yield "\n".join(page.wrapped(each.text, "   ", f"{asked.letters[each.id]}. ") for each in asked.form.options)
    elif listed := adapter(asked, asked.form.blank).listed(page):
        yield listed


def to_type(seen: Seen) -> str:
    """What to type while a vote is open, and the time for it."""
    assert seen.asked is not None
    left = "" if seen.seconds_left is None else f" {words.time_left(seen.seconds_left)}."
    hint = " h gives a hint." if seen.asked.hints else ""
    return f"{how(seen.asked)}{left}{hint}"


def certainty_question() -> str:
    """How to say how certain one is."""
    levels = ", ".join(f"{number} for {each.value}" for number, each in enumerate(Certainty, start=1))
    return f"How sure are you? Type {levels}, or press enter to say nothing of it."


def hint(asked: Asked | None, shown: int, phase: Phase) -> str:
    """The next hint, or that there is none, or none yet."""
    if asked is not None and not phase.offers_hints:
        return "Hints come with the discussion: in the first vote everybody answers alone."
    if asked is None or not asked.hints:
        return "There is no hint for this question." if asked else "There is no question yet."
    which = min(shown, len(asked.hints) - 1)
    return f"Hint {which + 1} of {len(asked.hints)}: {asked.hints[which]}"


def is_command(line: str, asked: Asked | None, is_open: bool) -> bool:
    """Whether a line is a word of ours and no answer: where words are asked for, only h, ? and q are."""
    any_word = is_open and asked is not None and isinstance(asked.form, EnterText)
    ours = ("again", "time", "d") if not is_open else ("again", "time")
    return line in ours and not any_word
