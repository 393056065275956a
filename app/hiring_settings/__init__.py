"""What an organisation has settled for all of its hiring."""
