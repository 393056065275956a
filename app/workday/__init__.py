"""Workday: credentials, the client, and what is taken over from it."""
