"""The screen on which settings are seen and changed, and how they are applied."""
