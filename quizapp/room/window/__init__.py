"""What the room's programs on the whole screen have in common: the app, and the header of their screens."""
