"""Property tests judge rules, not the speed of the machine, and leave no files behind."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", deadline=None, database=None)
settings.load_profile("steady")
