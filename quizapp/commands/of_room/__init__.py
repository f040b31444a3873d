"""The commands of `quizapp room`, one a file."""
