"""What is done before a workshop: a plan, a rehearsal's learners, a join card, and a look at the machine."""
