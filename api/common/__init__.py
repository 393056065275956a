"""What the contracts have in common: reading, refusing, documenting, and the frame of an answer."""
