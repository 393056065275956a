"""The OpenAI engine: any server that speaks the Responses API with structured outputs."""
