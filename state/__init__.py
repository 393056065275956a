"""Screen state: authorise, validate, call a service, keep a few small view rows."""
