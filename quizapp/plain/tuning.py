"""Turning knobs, line by line: each setting runs its networks, until one is handed in."""

from __future__ import annotations

from quizapp.evidence.evidence import Evidence
from quizapp.plain.console import Prompt
from quizapp.plain.inputs.adapters import LineAdapter
from quizapp.plain.inputs.knobs import Knobs
from quizapp.plain.observing import KEYS, show_more, toggle_theory, watch_evidence
from quizapp.plain.prompts import Request, read_turn
from quizapp.plain.question_in_play import QuestionInPlay
from quizapp.questions.answer_forms import Settings

HAND_IN = "Enter or done hands the setting in as it stands, to be judged on networks that you have not seen"


def turn_knobs(playing: QuestionInPlay) -> None:
    """Run the networks as they stand and after every turn, until the setting is handed in."""
    _run(playing)
    playing.console.tell_wrapped(f"Now turn until the goal holds. {_how(playing.adapter)}")
    while (request := playing.ask(_prompt(playing))) is not Request.DONE:
        if request is Request.THEORY:
            toggle_theory(playing, _evidence(playing))
        elif isinstance(request, Request):
            show_more(playing, _evidence(playing), request)
        elif isinstance(request, Settings):
            playing.become(playing.attempt.give(request))
            _run(playing)
    playing.commit()


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
