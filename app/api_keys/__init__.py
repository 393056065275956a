"""API keys: how programs of an organisation sign in."""
