"""The projector's view in a terminal: it follows the facilitator by itself, and shows no names and no key too early."""
