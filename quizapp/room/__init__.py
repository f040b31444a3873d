"""Workshops: a room of people answers, discusses, answers again, and watches its own answers run.

Only this package imports a web server. To learn it, read from `course` (pure: phases, votes, what is told of them) by
way of `store` (the room's file) and `runs` (networks in a process of their own) to `server`; the front ends `phone`,
`screen`, `host` and `join` are clients of that.
"""
