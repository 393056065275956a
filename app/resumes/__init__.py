"""Résumés: kept as they came, and read as a person would see them."""
