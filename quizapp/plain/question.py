"""One question from its prompt to its explanation: predict, then observe or turn, then explain."""

from __future__ import annotations

from quizapp.plain import texts
from quizapp.plain.console import Prompt
from quizapp.plain.observing import observe
from quizapp.plain.prompts import read_certainty, read_commit, read_nothing
from quizapp.plain.question_in_play import Turn
from quizapp.plain.tuning import turn_knobs


def play_question(turn: Turn) -> None:
    """All of a question, from where it stands."""
    turn.console.tell(*texts.question_blocks(turn.session, turn.shown, turn.reader, turn.page))
    predict(turn)
    if turn.attempt.turning:
        turn_knobs(turn)
    turn.mark()
    turn.console.tell(texts.marks(turn.marked, turn.page))
    if not turn.has_knobs:
        observe(turn)
    explain(turn)


def predict(turn: Turn) -> None:
    """Ask for the answer, how certain it is, and whether to commit it, until it is committed."""
    while turn.attempt.predicts and not turn.attempt.committed:
        _answer(turn)
        _say_how_certain(turn)
        _commit(turn)


def _answer(turn: Turn) -> None:
    reader = turn.reader
    answer = turn.ask(Prompt("answer", reader.read, reader.how))
    turn.become(turn.attempt.give(answer))
    understood = reader.understood(answer, turn.page)
    if understood:
        turn.console.tell(understood)


def _say_how_certain(turn: Turn) -> None:
    turn.console.tell(texts.certainty_question())
    text = "Type 1, 2 or 3: how likely you think it is that your answer is right in full."
    turn.become(turn.attempt.be(turn.ask(Prompt("certainty", read_certainty, text))))


def _commit(turn: Turn) -> None:
    said = texts.prediction(turn.shown)
    turn.console.tell_wrapped(f"You say: {said}. Enter commits this for good; c changes it.")
    text = "Press enter to commit your prediction, which cannot be changed afterwards, or type c to change it."
    if turn.ask(Prompt("commit", read_commit, text)):
        turn.commit()
    else:
        turn.console.tell_wrapped(f"Nothing is committed. {turn.reader.how}")


def explain(turn: Turn) -> None:
    """The right answer, what was measured for each option, and why."""
    turn.become(turn.attempt.explain())
    page, shown = turn.page, turn.marked
    if shown.key:
        turn.console.tell_wrapped(shown.key)
    speaking = {option.id for option in turn.options_to_watch()}
    for option in shown.options:
        scene = turn.attempt.question.scene(option.id) if option.id in speaking else None
        came = turn.found(scene) if scene else None
        turn.console.tell(texts.explained_option(shown, option, came, page))
    if shown.explanation:
        turn.console.tell(page.wrapped(shown.explanation))
    if shown.reading:
        turn.console.tell(texts.reading(shown, page))
    turn.ask(Prompt("next", read_nothing, "Press enter to go on."))
