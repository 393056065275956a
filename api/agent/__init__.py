"""The Agent contract: practice interviews and coaching for bots and practice apps."""
