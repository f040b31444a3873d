"""The results of a learner on their screen."""
