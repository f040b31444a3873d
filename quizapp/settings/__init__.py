"""What each person may set: a small TOML file with comments, read kindly and written without losing a word of it."""
