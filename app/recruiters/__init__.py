"""Recruiters: who stands for a requisition towards its candidates."""
