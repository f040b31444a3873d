"""The facilitator's app, as far as it plays the films of the runs."""

from __future__ import annotations

from quizapp.room.client.link import Refusal, Unreachable
from quizapp.room.course.phases import Phase
from quizapp.room.host.linked_app import LinkedApp, State
from quizapp.room.host.screening import APART, Screening, screening_of
from quizapp.room.host.words import phase_of


class FilmApp(LinkedApp):
    """It fetches the runs of the question in front, plays them, and lets the projector show the same ones."""

    def on_mount(self) -> None:
        """Play the film of the runs while it is shown."""
        self.set_interval(APART, self._play_on)

    def want_film(self) -> None:
        """Fetch the runs once they are told."""
        state = self.state
        if state is None or not phase_of(state).is_told or not state["question"]:
            return
        status = state["facilitator"]["runs"]
        if self.film is None or (self.film.question, self.film.status) != (state["question"]["id"], status):
            self.run_worker(self._fetch_film(state), group="film", exclusive=True)

    async def _fetch_film(self, state: State) -> None:
        try:
            film = screening_of(await self.link.runs(), state["look"])
        except (Refusal, Unreachable):
            return
        self.film = film if self.animation_level != "none" else film.at_end()
        self.show()

    def _play_on(self) -> None:
        film = self.film
        at_film = self.state is not None and phase_of(self.state) is Phase.SIMULATE
        if film is not None and film.playing and at_film:
            self._set_film(film.ticked())

    def _set_film(self, film: Screening) -> None:
        self.film = film
        self.show()

    def action_play(self) -> None:
        """Play the runs, or pause them."""
        if self.film is not None:
            self._set_film(self.film.toggled())

    def action_step(self, by: int) -> None:
        """A moment on or back."""
        if self.film is not None:
            self._set_film(self.film.stepped(by))

    def action_beside(self, by: int) -> None:
        """Another run beside the right one, here and on the projector."""
        film = self.film and self.film.beside(by)
        if film is not None and film is not self.film:
            self._set_film(film)
            self.send(self.link.control("look", run=film.other))
