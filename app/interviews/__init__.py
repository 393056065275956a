"""Interviews: inviting, the room, the state machine, and what was said."""
