"""`quizapp doctor`: whether this machine and its network can carry a workshop, in words, with what to do."""
