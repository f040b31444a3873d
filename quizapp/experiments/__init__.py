"""An experiment as it is written: its fields, their ranges and descriptions, and how they are turned like knobs."""
