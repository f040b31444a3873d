"""The terminal UI's adapters, one widget for each form of answer."""
