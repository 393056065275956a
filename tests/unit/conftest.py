"""Property tests judge rules, not the speed of the machine, and leave no files behind.

They try the same examples in each run, so that a change is judged by what it changes.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", deadline=None, database=None, derandomize=True)
settings.load_profile("steady")
