"""Engines: which one an organisation uses, the OpenAI engine, and what its calls cost."""
