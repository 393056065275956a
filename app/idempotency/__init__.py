"""Idempotency keys: the answer to a request that changes something, kept for its retries."""
