"""An exam line by line: its rules, its questions until it is over, how it went, and then the whole way through."""

from __future__ import annotations

from datetime import UTC, datetime

from quizapp.deck.model import Deck
from quizapp.plain import texts
from quizapp.plain.console import Console, NotUnderstood, PlayerLeft, Prompt
from quizapp.plain.keeping import Keeping
from quizapp.plain.prompts import read_nothing
from quizapp.plain.question import predict, show_what_came
from quizapp.plain.question_in_play import Finish, GoTo, QuestionInPlay, TimeIsOver
from quizapp.plain.summary import exam_blocks
from quizapp.plain.tuning import turn_knobs
from quizapp.plain.way import InPlay
from quizapp.play.exam import WILL_COUNT, clock_words, how_open, running
from quizapp.play.session import Session
from quizapp.review.exams import Wanted, began, end_others, gone_on_with, planned, rules
from quizapp.review.gains import gain_of_post_test


def take_exam(console: Console, deck: Deck, wanted: Wanted, seed: int, keeping: Keeping, in_play: InPlay) -> None:
    """An exam on a deck, begun or gone on with; CannotSit if it cannot be had as it is wanted."""
    session = _opened(console, deck, wanted, seed, keeping)
    session = sit(console, session, in_play)
    console.tell_wrapped(f"The {_name(session)} is over. Now its answers are marked.")
    session = marked(session, in_play)
    keeping.end(session)
    console.tell(*exam_blocks(session, console.page))
    gained = gain_of_post_test(session, keeping.record, datetime.now(UTC))
    if gained:
        console.tell_wrapped(gained)
    walk_through(console, session, in_play)


def _name(session: Session) -> str:
    assert session.exam is not None
    return session.exam.name


def _opened(console: Console, deck: Deck, wanted: Wanted, seed: int, keeping: Keeping) -> Session:
    """The exam that was left, or a new one once the player has read the rules and begins."""
    found = None if wanted.anew else gone_on_with(deck, wanted, keeping.record)
    keeping.tell_news()
    if found is not None:
        for note in found.notes:
            console.tell_wrapped(note)
        return found.session.at_next_open() if found.session.current.final else found.session
    plan = planned(deck, wanted, seed, keeping.record)
    for rule in rules(deck, wanted, plan):
        console.tell_wrapped(rule)
    console.ask(Prompt("begin", read_nothing, "Press enter to begin."), lambda: NO_HINTS)
    end_others(deck, wanted, keeping.record)
    session = began(deck, wanted, plan, datetime.now(UTC), running())
    keeping.keep(session)
    return session


NO_HINTS = "There are no hints in an exam."


def sit(console: Console, session: Session, in_play: InPlay) -> Session:
    """Question after question until the exam is over, by its clock or because the player finishes it."""
    while session.in_exam:
        playing = in_play(session)
        try:
            _answer(playing)
            session = _gone_on(playing)
        except GoTo as wish:
            session = playing.session.at(wish.position)
        except Finish:
            session = _finished(playing)
        except TimeIsOver:
            console.tell_wrapped("Time is over. What is not committed counts as unanswered.")
            session = playing.session
        except PlayerLeft:
            _tell_of_leaving(console, playing.session)
            raise
    return session


def _answer(playing: QuestionInPlay) -> None:
    """Ask for the answer and have it committed; of one that is committed say so."""
    playing.console.tell(*texts.question_blocks(playing.session, playing.shown, playing.adapter, playing.page))
    if playing.attempt.final:
        playing.console.tell_wrapped(f"You said: {texts.prediction(playing.shown)}. That is committed.")
        playing.ask(Prompt("next", read_nothing, "Enter goes to the next question that is open."))
        return
    predict(playing)
    if playing.attempt.tuning:
        turn_knobs(playing)
    playing.console.tell_wrapped("Committed. It is marked when the exam is over.")


def _gone_on(playing: QuestionInPlay) -> Session:
    """The next open question; with none the player is asked whether that is all."""
    session = playing.session.at_next_open()
    if session.open_questions:
        playing.become_session(session)
        return session
    return _finished(playing)


def _finished(playing: QuestionInPlay) -> Session:
    """The exam ended, if the player means it."""
    try:
        playing.console.tell_wrapped(asking(playing.session))
        sure = playing.ask(Prompt("finish", _read_yes, "y finishes the exam, n goes on with it."))
    except (GoTo, Finish) as wish:
        return playing.session.at(wish.position) if isinstance(wish, GoTo) else playing.session
    except TimeIsOver:
        return playing.session
    if sure:
        playing.become_session(playing.session.ended())
    return playing.session


def asking(session: Session) -> str:
    """How many questions are unanswered, and whether to finish all the same."""
    opened = how_open(session.open_questions, len(session.attempts))
    rest = f" {WILL_COUNT}" if session.open_questions else ""
    return f"{opened}{rest} Type y to finish the {_name(session)}, or n to go on with it."


def _read_yes(line: str) -> bool:
    if line.lower() in ("y", "yes"):
        return True
    if line.lower() in ("n", "no"):
        return False
    raise NotUnderstood("Type y to finish the exam, or n to go on with it.")


def _tell_of_leaving(console: Console, session: Session) -> None:
    exam = session.exam
    left = exam.left(running()) if exam else None
    clock = "" if left is None else f" Its clock runs on: {clock_words(left)} left."
    console.tell_wrapped(f"The {_name(session)} is not over.{clock} The same command goes back to it.")


def marked(session: Session, in_play: InPlay) -> Session:
    """The session with all of it marked."""
    for position in range(len(session.attempts)):
        playing = in_play(session.at(position))
        playing.mark()
        session = playing.session
    return session.at(0)


def walk_through(console: Console, session: Session, in_play: InPlay) -> None:
    """Every question with its marks, its networks and its explanation."""
    console.tell_wrapped("Now you can go through all questions, with your answers and their networks.")
    console.ask(Prompt("through", read_nothing, "Enter goes through all questions, q leaves."), lambda: NO_HINTS)
    while True:
        playing = in_play(session)
        try:
            console.tell(*texts.question_blocks(playing.session, playing.shown, playing.adapter, playing.page))
            show_what_came(playing)
        except GoTo as wish:
            session = playing.session.at(wish.position)
            continue
        if playing.session.at_end:
            return
        session = playing.session.at(playing.session.position + 1)
