"""The record: every answer on disk before its reveal, and how far each way through a deck has come.

A front end opens it with `quizapp.record.record.open_record`, hands every new state of a session to `Record.keep`, and
begins again with `Record.resume`. Nothing in here raises because of a disk: what cannot be kept is an outcome.
"""
