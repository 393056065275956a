"""Personas: how the interviewer speaks."""
