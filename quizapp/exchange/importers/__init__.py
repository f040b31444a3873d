"""Formats that decks are made of, one a file."""
