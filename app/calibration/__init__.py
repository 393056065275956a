"""Calibration: how far the machine agrees with people, and where it drifts."""
