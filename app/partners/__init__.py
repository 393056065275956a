"""Applicant tracking systems that order interviews as an assessment: Greenhouse and Ashby."""
