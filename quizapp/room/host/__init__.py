"""The facilitator's terminal UI: an ordinary client of the room's server, which can be killed and started again."""
