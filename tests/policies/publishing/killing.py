"""A real process that publishes and is killed in the middle: python -m tests.policies.publishing.killing KEY NUMBER.

It kills itself with SIGKILL before the statement of that number that it sends to the database; 0 lets it end. It prints
how many it sent.
"""

import os
import signal
import sys

import django


def main(key: str, number: int) -> None:
    django.setup()
    from django.contrib.auth.models import User
    from django.db import connection
    from django.utils import timezone

    from policies.models import PolicyVersion
    from policies.publishing import actions

    sent = 0

    def kill_at(execute, sql, params, many, context):
        nonlocal sent
        sent += 1
        if sent == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    version = PolicyVersion.objects.get(key=key)
    by = User.objects.get(username="will")
    with connection.execute_wrapper(kill_at):
        actions.publish(version=version, by=by, effective_on=timezone.localdate())
    print(sent, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main(sys.argv[1], int(sys.argv[2]))
