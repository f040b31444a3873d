"""Turning knobs, line by line: each setting runs its networks, until one is handed in."""

from __future__ import annotations

from quizapp.evidence.evidence import Scene
from quizapp.plain.console import Prompt
from quizapp.plain.inputs.adapters import Reader
from quizapp.plain.inputs.knobs import Knobs
from quizapp.plain.observing import KEYS, show_all_views, toggle_theory, watch_scene
from quizapp.plain.prompts import Wish, read_turn
from quizapp.plain.question_in_play import Turn
from quizapp.questions.answer_forms import Settings

HAND_IN = "Enter or done hands the setting in as it stands, to be judged on networks that you have not seen"


def turn_knobs(turn: Turn) -> None:
    """Run the networks as they stand and after every turn, until the setting is handed in."""
    _run(turn)
    turn.console.tell_wrapped(f"Now turn until the goal holds. {_how(turn.reader)}")
    while (wish := turn.ask(_prompt(turn))) is not Wish.DONE:
        if wish is Wish.THEORY:
            toggle_theory(turn, _scene(turn))
        elif wish is Wish.ALL_VIEWS:
            show_all_views(turn, _scene(turn))
        elif isinstance(wish, Settings):
            turn.become(turn.attempt.give(wish))
            _run(turn)
    turn.commit()


def _prompt(turn: Turn) -> Prompt[object]:
    reader, touched = turn.reader, turn.attempt.answer != turn.attempt.form.blank
    text = f"{_how(reader)} {KEYS[0].upper()}{KEYS[1:]}."
    return Prompt("turn", lambda line: read_turn(line, reader, touched), text)


def _how(reader: Reader) -> str:
    example = f"Type {reader.example}, and its networks run. " if isinstance(reader, Knobs) else ""
    return f"{example}{HAND_IN}."


def _run(turn: Turn) -> None:
    turn.console.tell(turn.page.wrapped(turn.reader.said(turn.attempt.answer), "         ", "Setting: "))
    scene = _scene(turn)
    if scene is not None:
        watch_scene(turn, scene)


def _scene(turn: Turn) -> Scene | None:
    return turn.attempt.question.scene(turn.attempt.options[0].id)
