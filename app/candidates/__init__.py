"""Candidates: the people who are interviewed."""
