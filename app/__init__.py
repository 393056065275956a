"""Vivavoce: structured job interviews held by an AI, with reports that can be checked."""
