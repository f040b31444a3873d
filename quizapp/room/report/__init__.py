"""What is read of a room afterwards: votes, before and after, gain, distractors, certainty, and the charts."""
