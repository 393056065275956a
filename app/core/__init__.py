"""What every capability stands on: database, clock, ids, errors, secrets, audit."""
