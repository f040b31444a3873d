"""Plain text: what was observed as lines of characters, and the terminal that they are printed on."""
