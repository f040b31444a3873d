"""What answers say of a learner: what is due, what they know, and how well they judge it."""
