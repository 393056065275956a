"""`make bench`: every measurement, one after another, on this machine as it is now."""

from __future__ import annotations

import importlib
import os
import platform

MEASUREMENTS = (
    ("One built-in grade of a 120-word answer", "tests.bench.grade"),
    ("The table of interviews at 1,000 and 100,000 rows", "tests.bench.interviews_table"),
    ("50 candidates in the room at once", "tests.bench.room"),
    ("Estimation error by number of questions", "tests.bench.simulate"),
)


def main() -> None:
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}"
    )
    for title, module in MEASUREMENTS:
        print(f"\n== {title}", flush=True)
        importlib.import_module(module).main()


if __name__ == "__main__":
    main()
