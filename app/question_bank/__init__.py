"""The question bank of an organisation: its own items beside the built-in ones."""
