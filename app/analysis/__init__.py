"""Analyses: what a résumé says for and against an application, with the words it rests on."""
