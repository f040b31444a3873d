"""What keys and the line of moments do to a live run: pause, step, go back, change speed, view and comparison."""

from __future__ import annotations

from quizapp.ui.play.run_screen import RunScreen
from quizapp.ui.play.timeline import Timeline
from quizapp.views import VIEWS


class SteeredScreen(RunScreen):
    """A screen whose run is in the learner's hands."""

    def action_pause(self) -> None:
        """Pause, or go on."""
        if self.run_:
            self.shown_step = None
            self.run_.pace.toggle_pause()
            self.draw_run()

    def action_step(self) -> None:
        """The next moment that was seen, or else one training step; and wait."""
        if self.run_ is None:
            return
        if self.shown_step is None:
            self.moves_next = True
            self.run_.pace.step_once()
        else:
            self._show_moment(next((step for step in self._steps_seen if step > self.step), None))

    def action_back(self) -> None:
        """The last moment before the one that is shown."""
        steps = self._steps_seen
        shown = steps[-1] if self.shown_step is None and steps else self.step
        earlier = [step for step in steps if step < shown]
        if earlier:
            self._show_moment(earlier[-1])

    def action_to_divergence(self) -> None:
        """The moment at which the first network diverged, or the newest where none has."""
        newest = self.observations[self.evidence.experiment].latest if self.evidence and self.observations else None
        where = newest.first_divergence if newest else None
        if where is None:
            self.notify("No network has diverged.", markup=False)
        else:
            self._show_moment(next((step for step in self._steps_seen if step >= where.step), None))

    def on_timeline_chosen(self, message: Timeline.Chosen) -> None:
        """The moment that was clicked, or the nearest that was seen."""
        if self._steps_seen:
            self._show_moment(min(self._steps_seen, key=lambda step: abs(step - message.step)))

    @property
    def _steps_seen(self) -> list[int]:
        if self.evidence is None or not self.observations:
            return []
        return [frame.step for frame in self.observations[self.evidence.experiment].frames]

    def _show_moment(self, step: int | None) -> None:
        """Show a moment that was seen, and let the run wait; the newest is followed again."""
        if self.run_ is None:
            return
        if not self.run_.pace.paused and not self.run_.finished:
            self.run_.pace.toggle_pause()
        self.shown_step = None if step is None or step >= self._steps_seen[-1] else step
        self.draw_run(moves=True)

    def action_speed(self, by: int) -> None:
        """Faster or slower."""
        if self.run_:
            self.run_.pace.change_speed(by)
            self.draw_progress()

    def action_rerun(self) -> None:
        """Run the same networks again from the start."""
        view = self.view_name
        self.watch_networks(self.evidence)
        self.view_name = view

    def action_control(self) -> None:
        """Draw what this is compared with, or leave it out."""
        self.with_control = not self.with_control
        self.draw_run()

    def action_theory(self) -> None:
        """Draw what theory predicts, or leave it out; on a view of which there is a theory."""
        self.with_theory = not self.with_theory
        if self.with_theory and VIEWS[self.view_name].theory is None:
            self.view_name = next(name for name, view in VIEWS.items() if view.theory)
        self.draw_run()

    def action_formula(self) -> None:
        """Show the claim as its formula, too, or leave it out."""
        self.with_formula = not self.with_formula
        self.show_claim()

    def action_view(self, by: int) -> None:
        """Look at another quantity."""
        names = list(VIEWS)
        self.view_name = names[(names.index(self.view_name) + by) % len(names)]
        self.draw_run()
