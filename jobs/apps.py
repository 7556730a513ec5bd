from datetime import timedelta

from django.apps import AppConfig
from django.core.management import call_command


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self):
        from jobs import registry

        registry.register_timed("sessions.clear_expired", every=timedelta(days=1), run=clear_expired_sessions)


def clear_expired_sessions() -> None:
    call_command("clearsessions")
