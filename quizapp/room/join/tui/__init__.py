"""A participant on the whole screen: waiting, voting, and what became of it."""
