"""Decks of questions: their model, and how they are found, read, summarised and written."""
