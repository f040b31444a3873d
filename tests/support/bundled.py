"""The bundled deck that most tests look at, whatever other decks there are: it takes nothing from any of them."""

from __future__ import annotations

from quizapp.deck.finder import Place, folder_of

FIRST = folder_of(Place.PACKAGE) / "weight-initialization.yaml"
