"""Reports: what an interview showed, with evidence, and what a person decided."""
