"""What happens in a room, as pure functions over frozen data: phases, votes, what they come to, who may see what."""
