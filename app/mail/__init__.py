"""E-mail: written to a table with what it tells of, and sent by a durable job."""
