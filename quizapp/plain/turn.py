"""One question from its prompt to its explanation: what is asked of the player, and what the session makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cached_property

from quizapp.forms import Option, PickMany
from quizapp.judging import Judged, Measurement, experiments_of, found, measured
from quizapp.live import Sight, watch
from quizapp.plain import texts
from quizapp.plain.answers import choices, read_answer, read_certainty, read_options
from quizapp.plain.console import Console, NotUnderstood, Patience, Prompt
from quizapp.printed import chart_blocks, described, diagnosis_block
from quizapp.scene import Scene
from quizapp.session import Attempt, Session
from quizapp.showing import axes_of_attempt, view_for
from quizapp.views import VIEWS, Axes, View
from sim.training import Wanted, ends_only, every

#: The charts show at most this many frames.
FRAMES = 60


class Wish(Enum):
    """What else can be wished for while observing, besides the runs of certain options."""

    NEXT_RUN = "next run"
    ALL_VIEWS = "all views"
    EXPLANATION = "explanation"


class Turn:
    """A question in play; `session` is how things stand."""

    def __init__(self, console: Console, session: Session) -> None:
        self.console, self.session = console, session
        self.sights: dict[Scene, Sight] = {}

    @property
    def attempt(self) -> Attempt:
        """The attempt as it stands."""
        return self.session.current

    def play(self) -> None:
        """Predict, observe and explain."""
        self.console.tell(*texts.question_blocks(self.session, self.console.page))
        while not self.attempt.committed:
            self._answer()
            self._say_how_certain()
            self._commit()
        self._mark()
        self.console.tell(texts.marks(self.attempt, self.console.page))
        self._observe()
        self._explain()

    def _become(self, attempt: Attempt) -> None:
        self.session = self.session.with_current(attempt)

    def _answer(self) -> None:
        kind = "any number, as in 1 3, or none," if isinstance(self.attempt.form, PickMany) else "one"
        text = f"Type what you think is right: {kind} of {choices(self.attempt.options)}."
        prompt = Prompt("answer", lambda line: read_answer(line, self.attempt), text)
        answer = self.console.ask(prompt, self._hint)
        self._become(self.attempt.give(answer))

    def _say_how_certain(self) -> None:
        self.console.tell(texts.certainty_question())
        text = "Type 1, 2 or 3: how likely you think it is that your answer is right in full."
        certainty = self.console.ask(Prompt("certainty", read_certainty, text), self._hint)
        self._become(self.attempt.be(certainty))

    def _commit(self) -> None:
        self.console.tell(f"You say: {texts.prediction(self.attempt)}. Enter commits this for good; c changes it.")
        text = "Press enter to commit your prediction, which cannot be changed afterwards, or type c to change it."
        if self.console.ask(Prompt("commit", read_commit, text), self._hint):
            self._become(self.attempt.commit())

    def _mark(self) -> None:
        """Measure what the key rests on, where the simulation has the last word."""
        if not self.attempt.marked:
            networks = self.session.networks
            patience = Patience(self.console, sorted({probe.experiment for probe in self.attempt.to_measure}))
            self._become(self.attempt.mark_by(measured(self.attempt.to_measure, networks, progress=patience.still_at)))

    def _hint(self) -> str:
        hints, shown = self.attempt.question.hints, self.attempt.hints_shown
        self._become(self.attempt.hint())
        if not hints:
            return "There is no hint for this question."
        which = min(shown, len(hints) - 1)
        return f"Hint {which + 1} of {len(hints)}: {hints[which]}"

    def _observe(self) -> None:
        """Watch the options one after another, or those that are asked for."""
        waiting = self._options_to_watch()
        watched: Option | None = None
        self.console.tell_wrapped("Now watch the networks: enter runs those of the next choice; ? says what else.")
        while waiting or watched:
            wish = self._wish()
            if wish is Wish.EXPLANATION or (wish is Wish.NEXT_RUN and not waiting):
                return
            if wish is Wish.ALL_VIEWS:
                self._show_all_views(watched)
                continue
            for watched in waiting[:1] if isinstance(wish, Wish) else wish:
                self._watch(watched)
                waiting = [option for option in waiting if option is not watched]
            if not waiting:
                self.console.tell("All have run. Enter goes on to the explanation.")

    def _wish(self) -> Wish | list[Option]:
        options = self.attempt.options
        text = (
            "Enter runs the networks of the next choice, and goes on to the explanation once all have run; "
            f"{choices(options)} runs those of a choice; v shows every chart of the choice that ran last; "
            "n goes on to the explanation."
        )
        return self.console.ask(Prompt("observe", lambda line: read_wish(line, options), text), self._hint)

    def _options_to_watch(self) -> list[Option]:
        """One option for each distinct scene: both answers to a statement have the same one."""
        scenes: dict[Scene, Option] = {}
        for option in self.attempt.options:
            scene = self.attempt.question.scene(option.id)
            if scene is not None:
                scenes.setdefault(scene, option)
        return list(scenes.values())

    def _watch(self, option: Option) -> None:
        """The view that shows what the claim is about, the loss, the claim, and the diagnosis."""
        page = self.console.page
        self.console.tell(texts.option_heading(self.attempt, option, page))
        scene = self.attempt.question.scene(option.id)
        if scene is None:
            self.console.tell("There is nothing to simulate for this choice.")
            return
        main = self._sight(scene)[scene.experiment]
        self.console.tell(page.wrapped(described(main)))
        self._show(dict.fromkeys([view_for(scene), VIEWS["loss"]]), scene)
        came = self._found(scene)
        self.console.tell(texts.claim_block(came, page) if came else "There is no claim for this choice: just look.")
        self.console.tell(diagnosis_block(main, page))

    def _show_all_views(self, option: Option | None) -> None:
        scene = self.attempt.question.scene(option.id) if option else None
        if scene is None:
            self.console.tell("Run the networks of a choice first.")
        else:
            self._show(VIEWS.values(), scene)

    def _show(self, views: Iterable[View], scene: Scene) -> None:
        sight = self._sight(scene)
        main, control = sight[scene.experiment], sight[scene.control] if scene.control else None
        self.console.tell(*chart_blocks(views, main, control, self._axes, self.console.page))

    @cached_property
    def _axes(self) -> Axes:
        return axes_of_attempt(self.attempt, self.session.networks)

    def _sight(self, scene: Scene) -> Sight:
        """What was seen of a scene; its networks run the first time it is asked for."""
        if scene not in self.sights:
            steps = max(each.steps for each in experiments_of(self.session.networks, scene).values())
            self.sights[scene] = self._run(scene, every(max(1, steps // FRAMES)))
        return self.sights[scene]

    def _run(self, scene: Scene, wanted: Wanted) -> Sight:
        experiments = experiments_of(self.session.networks, scene)
        steps = max(experiment.steps for experiment in experiments.values())
        patience = Patience(self.console, list(experiments))

        def noticed(step: int) -> bool:
            patience.still_at(step, steps)
            return wanted(step)

        *_, sight = watch(experiments, noticed)
        return sight

    def _found(self, scene: Scene) -> Judged | Measurement | None:
        if scene.claim is None and scene.quantity is None:
            return None
        sight = self.sights[scene] if scene in self.sights else self._run(scene, ends_only)
        return found(self.session.networks, scene, sight)

    def _explain(self) -> None:
        self._become(self.attempt.explain())
        page, question = self.console.page, self.attempt.question
        speaking = self._options_to_watch()
        for option in self.attempt.options:
            scene = question.scene(option.id) if option in speaking else None
            came = self._found(scene) if scene else None
            self.console.tell(texts.explained_option(self.attempt, option, came, page))
        if question.explanation:
            self.console.tell(page.wrapped(question.explanation))
        if question.reading:
            self.console.tell(texts.reading(self.attempt, page))
        self.console.ask(Prompt("next", read_nothing, "Press enter to go on."), self._hint)


def read_commit(line: str) -> bool:
    """Whether to commit: enter does, c goes back."""
    if line.lower() in ("", "y", "yes", "commit"):
        return True
    if line.lower() in ("c", "n", "no", "change"):
        return False
    raise NotUnderstood("Press enter to commit, or type c to change your answer.")


def read_wish(line: str, options: Sequence[Option]) -> Wish | list[Option]:
    """What to look at next."""
    words = {"": Wish.NEXT_RUN, "v": Wish.ALL_VIEWS, "n": Wish.EXPLANATION, "next": Wish.EXPLANATION}
    if line.lower() == "all":
        return list(options)
    return words[line.lower()] if line.lower() in words else read_options(line, options)


def read_nothing(line: str) -> None:
    """Only enter is understood."""
    if line:
        raise NotUnderstood("Press enter to go on.")
