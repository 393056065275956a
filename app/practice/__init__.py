"""Practice: interviews and single questions to learn from, with coaching."""
