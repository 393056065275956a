"""Applications: a candidate for a requisition, and how far they have come."""
