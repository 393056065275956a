"""The Integrations contract: positions, scheduling, interviews and reports for other programs."""
