"""A participant at a terminal: the same rules as on a phone, on the whole screen (`tui`) or line by line (`plain`).

`ballots` and `words` are pure, `kept` is what is on the disk, and `member` speaks with the room for both.
"""
