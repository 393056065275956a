"""Durable background work, executed by DBOS. Jobs call services, and own their units of work."""
