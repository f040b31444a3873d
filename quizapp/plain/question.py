"""One question from its prompt to its explanation: predict, then observe or turn, then explain."""

from __future__ import annotations

from quizapp.plain import texts
from quizapp.plain.console import Prompt
from quizapp.plain.observing import Watching, look_back, observe
from quizapp.plain.prompts import read_certainty, read_commit, read_nothing
from quizapp.plain.question_in_play import QuestionInPlay
from quizapp.plain.tuning import turn_knobs, watch_judged

#: What becomes of marks that were `grading.UNSETTLED`.
CHECKED = "The marks are checked on more networks by now, and they stand."


def play_question(playing: QuestionInPlay) -> None:
    """All of a question, from where it stands."""
    playing.console.tell(*texts.question_blocks(playing.session, playing.shown, playing.adapter, playing.page))
    predict(playing)
    if playing.attempt.tuning:
        turn_knobs(playing)
    show_what_came(playing)


def show_what_came(playing: QuestionInPlay) -> None:
    """How a committed answer is marked, its networks, and why."""
    playing.mark()
    playing.console.tell(texts.marks(playing.marked, playing.page))
    watching = None
    if playing.has_knobs:
        watch_judged(playing)
        watching = Watching(playing, [], playing.attempt.options[0])
    elif playing.attempt.watches:
        watching = observe(playing)
    explain(playing)
    if watching is None:
        playing.ask(Prompt("next", read_nothing, "Press enter to go on."))
    else:
        look_back(watching)


def predict(playing: QuestionInPlay) -> None:
    """Ask for the answer, how certain it is, and whether to commit it, until it is committed."""
    while playing.attempt.predicts and not playing.attempt.committed:
        _answer(playing)
        if playing.attempt.asks_certainty:
            _say_how_certain(playing)
        _commit(playing)


def _answer(playing: QuestionInPlay) -> None:
    adapter = playing.adapter
    answer = playing.ask(Prompt("answer", adapter.read, adapter.how))
    playing.become(playing.attempt.give(answer))
    understood = adapter.understood(answer, playing.page)
    if understood:
        playing.console.tell(understood)


def _say_how_certain(playing: QuestionInPlay) -> None:
    playing.console.tell_wrapped(texts.certainty_question())
    text = "Type 1, 2 or 3: how likely you think it is that your answer is right in full."
    playing.become(playing.attempt.be(playing.ask(Prompt("certainty", read_certainty, text))))


def _commit(playing: QuestionInPlay) -> None:
    said = texts.prediction(playing.shown)
    playing.console.tell_wrapped(f"You say: {said}. Enter commits this for good; c changes it.")
    text = "Press enter to commit your prediction, which cannot be changed afterwards, or type c to change it."
    if playing.ask(Prompt("commit", read_commit, text)):
        playing.commit()
    else:
        playing.console.tell_wrapped(f"Nothing is committed. {playing.adapter.how}")


def explain(playing: QuestionInPlay) -> None:
    """The right answer, what was measured for each option, and why."""
    playing.become(playing.attempt.explain())
    _settle(playing)
    page, shown = playing.page, playing.explained
    if shown.key:
        playing.console.tell_wrapped(shown.key)
    if shown.explanation:
        playing.console.tell(page.wrapped(shown.explanation))
    speaking = {option.id for option in playing.options_to_watch()}
    for option in shown.options:
        evidence = playing.attempt.question.evidence_for(option.id) if option.id in speaking else None
        came = playing.found(evidence) if evidence else None
        playing.console.tell(texts.explained_option(shown, option, came, page))
    if shown.reading:
        playing.console.tell(texts.reading(shown, page))


def _settle(playing: QuestionInPlay) -> None:
    """Say whether the simulation bears out marks that were told before this was known."""
    settled = playing.attempt.settled
    playing.settle()
    if not settled and playing.attempt.disputed:
        playing.console.tell(texts.marks(playing.marked, playing.page))
    elif not settled and playing.attempt.settled:
        playing.console.tell_wrapped(CHECKED)
