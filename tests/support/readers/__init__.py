"""Readers of other formats, run by the tests where they are installed."""
