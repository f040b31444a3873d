"""Editors, as far as they can be asked without one: their language server, run by the tests where it is installed."""
