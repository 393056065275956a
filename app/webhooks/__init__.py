"""Events told to other programs: what happened, whom to tell, and each attempt to do so."""
