"""Observing, line by line: the networks of one option after another, or of those that are asked for."""

from __future__ import annotations

from dataclasses import dataclass, field

from quizapp.evidence.evidence import Scene
from quizapp.evidence.judging import experiments_of
from quizapp.plain import texts
from quizapp.plain.console import Prompt
from quizapp.plain.inputs.choices import choices
from quizapp.plain.prompts import Wish, read_wish
from quizapp.plain.question_in_play import Turn
from quizapp.play.choosing_views import view_for
from quizapp.questions.answer_forms import EnterNumber, Option, PutInOrder
from quizapp.text.run_report import described, diagnosis_block
from quizapp.views import VIEWS, View

KEYS = "v shows every chart of the networks that ran last; m lays what theory predicts over the charts, or takes it off"


def observe(turn: Turn) -> None:
    """Watch the options one after another, or those that are asked for."""
    watching = Watching(turn, turn.options_to_watch())
    if not watching.waiting:
        turn.console.tell("There is nothing to simulate for this question.")
        return
    turn.console.tell_wrapped(f"Now watch the networks: enter runs {watching.next_ones}; ? says what else.")
    while watching.obey(turn.ask(watching.prompt)):
        pass


@dataclass
class Watching:
    """Which options still wait to be watched, and which was watched last."""

    turn: Turn
    waiting: list[Option]
    last: Option | None = field(default=None)

    @property
    def noun(self) -> str:
        """What an option is called."""
        return "item" if isinstance(self.turn.attempt.form, PutInOrder) else "choice"

    @property
    def next_ones(self) -> str:
        """What enter runs."""
        return "them" if self._single else f"those of the next {self.noun}"

    @property
    def _single(self) -> bool:
        return isinstance(self.turn.attempt.form, EnterNumber)

    @property
    def prompt(self) -> Prompt[Wish | list[Option]]:
        """What can be wished for."""
        options, noun = self.turn.attempt.form.options, self.noun
        named = "" if self._single else f"{choices(options)} runs those of one {noun}; "
        text = (
            f"Enter runs {'the networks' if self._single else f'the networks of the next {noun}'}, and goes on to the "
            f"explanation once all have run; {named}{KEYS}; n goes on to the explanation."
        )
        return Prompt("observe", lambda line: read_wish(line, options, noun), text)

    def obey(self, wish: Wish | list[Option]) -> bool:
        """Do as is wished, and say whether there is more to ask."""
        match wish:
            case Wish.DONE:
                return False
            case Wish.THEORY:
                toggle_theory(self.turn, self._scene)
            case Wish.ALL_VIEWS:
                show_all_views(self.turn, self._scene)
            case Wish.GO_ON if not self.waiting:
                return False
            case _:
                self._watch(self.waiting[:1] if isinstance(wish, Wish) else wish)
        return True

    @property
    def _scene(self) -> Scene | None:
        return self.turn.attempt.question.scene(self.last.id) if self.last else None

    def _watch(self, options: list[Option]) -> None:
        for option in options:
            self.last = option
            watch_option(self.turn, option)
            self.waiting = [each for each in self.waiting if each is not option]
        if not self.waiting:
            self.turn.console.tell("All have run. Enter goes on to the explanation.")


def watch_option(turn: Turn, option: Option) -> None:
    """What became of an option, and its networks."""
    if not isinstance(turn.attempt.form, EnterNumber):
        turn.console.tell(texts.option_heading(turn.marked, turn.marked_option(option), turn.page))
    scene = turn.attempt.question.scene(option.id)
    if scene is None:
        turn.console.tell("There is nothing to simulate for this choice.")
    else:
        watch_scene(turn, scene)


def watch_scene(turn: Turn, scene: Scene) -> None:
    """What ran, the view that shows what matters, the loss, what came of it, and the diagnosis."""
    main = turn.runs.watched(experiments_of(turn.session.networks, scene))[scene.experiment]
    turn.console.tell(turn.page.wrapped(described(main)))
    trained = [VIEWS["loss"]] if main.experiment.steps else []
    turn.show(dict.fromkeys([main_view(scene, turn.with_theory), *trained]), scene)
    came = turn.found(scene)
    name = "Goal" if turn.has_knobs else "Claim"
    turn.console.tell(texts.claim_block(came, turn.page, name) if came else "There is no claim for this: just look.")
    turn.console.tell(diagnosis_block(main, turn.page))


def main_view(scene: Scene, with_theory: bool) -> View:
    """The view that shows what matters; where theory is wanted, one of which there is a theory."""
    view = view_for(scene)
    if with_theory and view.theory is None:
        return next(view for view in VIEWS.values() if view.theory)
    return view


def show_all_views(turn: Turn, scene: Scene | None) -> None:
    """Every chart of the networks that ran last."""
    if scene is None:
        turn.console.tell("There are no charts yet: run some networks first.")
    else:
        turn.show(VIEWS.values(), scene)


def toggle_theory(turn: Turn, scene: Scene | None) -> None:
    """Lay theory over the charts from now on, beginning with the one seen last; or leave it out."""
    turn.with_theory = not turn.with_theory
    if not turn.with_theory:
        turn.console.tell("Theory is left out of the charts from now on.")
        return
    turn.console.tell("What theory predicts is laid over the charts from now on; m leaves it out.")
    if scene is not None:
        turn.show([main_view(scene, True)], scene)
