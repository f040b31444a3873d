"""The preview of a deck file, read anew whenever it is saved."""
