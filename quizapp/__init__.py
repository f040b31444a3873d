"""A terminal quiz on weight initialisation in which a live simulation marks the paper."""

__version__ = "0.1.0"
