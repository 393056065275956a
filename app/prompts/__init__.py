"""Prompts: what a model is told, as versioned templates with typed variables."""
