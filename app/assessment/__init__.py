"""Assessment: the question bank, engines that grade, and what grades say about depth."""
