"""How terminals speak with a room's server: the facilitator's, a participant's, and the projector's."""
