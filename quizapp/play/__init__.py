"""The rules of predict, observe, explain, and what a learner may see at each phase, as data."""
