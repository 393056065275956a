"""How well an engine's grades agree with people's, on public sets of graded short answers."""
