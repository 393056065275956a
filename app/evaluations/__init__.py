"""Evaluations: an interview in six scores, each derived from its report by a stated rule."""
