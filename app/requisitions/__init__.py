"""Requisitions: jobs to be filled, mostly as they come from Workday."""
