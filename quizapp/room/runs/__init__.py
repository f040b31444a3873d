"""The networks of a room's questions, run in a process of their own, so that they never hold a vote up."""
