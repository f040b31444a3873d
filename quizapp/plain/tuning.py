"""Turning knobs, line by line: each setting runs its networks, until one is handed in."""

from __future__ import annotations

from quizapp.evidence.evidence import Evidence
from quizapp.plain.console import Prompt
from quizapp.plain.inputs.adapters import LineAdapter
from quizapp.plain.inputs.knobs import Knobs
from quizapp.plain.observing import KEYS, show_more, toggle_theory, watch_evidence
from quizapp.plain.prompts import Request, read_turn
from quizapp.plain.question_in_play import QuestionInPlay
from quizapp.play.telling import short_of_goal
from quizapp.questions.answer_forms import Answer, Settings

HAND_IN = "Enter or done hands the setting in as it stands, to be judged on networks that you have not seen"
ALL_THE_SAME = "Turn on; or press enter again to hand it in all the same, for good."


def turn_knobs(playing: QuestionInPlay) -> None:
    """Run the networks as they stand and after every turn, until the setting is handed in."""
    _run(playing)
    playing.console.tell_wrapped(f"Now turn until the goal holds. {_how(playing.adapter)}")
    warned_of: Answer = None
    while (request := playing.ask(_prompt(playing))) is not Request.DONE:
        if request is Request.GO_ON:
            if playing.attempt.answer == warned_of or not _warns_of_goal(playing):
                break
            warned_of = playing.attempt.answer
        elif request is Request.THEORY:
            toggle_theory(playing, _evidence(playing))
        elif isinstance(request, Request):
            show_more(playing, _evidence(playing), request)
        elif isinstance(request, Settings):
            playing.become(playing.attempt.give(request))
            _run(playing)
    playing.commit()


def _warns_of_goal(playing: QuestionInPlay) -> bool:
    """Say what is short of the goal, if something is; the answer cannot be changed when it is handed in."""
    evidence = _evidence(playing)
    short, numbers = short_of_goal(playing.found(evidence)) if evidence else ("", "")
    if short:
        playing.console.tell_wrapped(" ".join(filter(None, (short, numbers, ALL_THE_SAME))))
    return bool(short)


def watch_judged(playing: QuestionInPlay) -> None:
    """Tell of some of the networks that the setting was judged on, as of those that were watched before."""
    evidence = _evidence(playing)
    if evidence is not None:
        judged = "Now networks that you had not seen, on which it was judged:"
        playing.console.tell_wrapped("Now the networks as they stood at first:" if playing.attempt.lapsed else judged)
        watch_evidence(playing, evidence)


def _prompt(playing: QuestionInPlay) -> Prompt[object]:
    adapter, touched = playing.adapter, playing.attempt.answer != playing.attempt.form.blank
    text = f"{_how(adapter)} {KEYS[0].upper()}{KEYS[1:]}."
    return Prompt("turn", lambda line: read_turn(line, adapter, touched), text)


def _how(adapter: LineAdapter) -> str:
    example = f"Type {adapter.example}, and its networks run. " if isinstance(adapter, Knobs) else ""
    return f"{example}{HAND_IN}."


def _run(playing: QuestionInPlay) -> None:
    playing.console.tell(playing.page.wrapped(playing.adapter.said(playing.attempt.answer), "         ", "Setting: "))
    evidence = _evidence(playing)
    if evidence is not None:
        watch_evidence(playing, evidence)


def _evidence(playing: QuestionInPlay) -> Evidence | None:
    return playing.attempt.question.evidence_for(playing.attempt.options[0].id)
