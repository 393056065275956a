"""Positions: what an interview for a job measures, and how."""
