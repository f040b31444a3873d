"""What can be done with the record beside looking at it: the commands under `quizapp results`, one a file."""
