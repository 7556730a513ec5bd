"""Server time of the pages on a policy's health and on impact, on the starter base.

    .venv/bin/python -m benchmarks.health

`cpu p50` is the median of the processor time, which other work on the machine disturbs less.
"""

import tempfile
from pathlib import Path

from benchmarks import pages

PAGES = {
    "health": ["/policies/bcbsma-292/health/", "/policies/med140/health/"],
    "impact": [
        "/impact/",
        "/impact/?study=mulcahy-2021",
        "/impact/?study=van-hazel-2016",
        "/impact/?reference=mulcahy-2021",
        "/impact/?guideline=nccn-hcc",
        "/impact/?code=S2095",
    ],
}
BARS = {"health": 150, "impact": 150}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        pages.prepare(Path(folder))
        pages.report("starter base", PAGES, BARS)


if __name__ == "__main__":
    main()
