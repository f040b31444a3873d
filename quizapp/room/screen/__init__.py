"""What the whole room sees: a page for the projector, and the same for a terminal."""
