"""The activity log: what the product did, for people to search."""
