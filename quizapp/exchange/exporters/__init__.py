"""Formats that decks are written in, one a file."""
