"""The real worker with one more kind of job: it writes the numbers from 1 on into a file, and keeps how far it came.

python -m tests.jobs.counting_worker [--once]
"""

import os
import sys
import time
from pathlib import Path

PAUSE = 0.02  # seconds a number


def count(job):
    """A number is written before it is reported: after a kill one number may be written twice, none is left out."""
    with Path(job.arguments["file"]).open("a") as file:
        for number in range(job.cursor.get("reached", 0) + 1, job.arguments["to"] + 1):
            print(number, file=file, flush=True)
            job.report(number, job.arguments["to"], {"reached": number})
            time.sleep(PAUSE)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    from jobs import registry

    registry.register_job("count", count)
    call_command("work", once="--once" in sys.argv)
