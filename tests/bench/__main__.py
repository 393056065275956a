"""`make bench`: every measurement, one after another, on this machine as it is now."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

MEASUREMENTS = (
    ("One built-in grade of a 120-word answer", "tests.bench.grade"),
    ("Built-in analyses of résumés a minute", "tests.bench.analyses"),
    ("The table of interviews at 1,000 and 100,000 rows", "tests.bench.interviews_table"),
    (
        "The lists of the Recruiting contract with 1,000 and 200,000 applications",
        "tests.bench.recruiting_lists",
    ),
    ("50 candidates in the room at once", "tests.bench.room"),
    ("200 sockets at once in interviews", "tests.bench.sockets"),
    (
        "The Integrations contract against a bare route with the same SQL",
        "tests.bench.integrations",
    ),
    ("Webhook deliveries to a receiver on loopback", "tests.bench.webhooks"),
    ("Estimation error by number of questions", "tests.bench.simulate"),
)


def main() -> None:
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}"
    )
    for title, module in MEASUREMENTS:
        print(f"\n== {title}", flush=True)
        # Each in a process of its own: they set up databases and servers of their own.
        done = subprocess.run([sys.executable, "-m", module], check=False)
        if done.returncode != 0:
            sys.exit(f"{module} failed.")


if __name__ == "__main__":
    main()
