"""The screens of a session: home, predict, observe, explain, summary."""
