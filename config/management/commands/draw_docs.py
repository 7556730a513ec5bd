from django.conf import settings
from django.core.management.base import BaseCommand

from config.drawn_docs import DRAWN


class Command(BaseCommand):
    help = "Writes those documents of docs/ that are drawn from code: " + ", ".join(DRAWN)

    def handle(self, **options):
        for name, text in DRAWN.items():
            (settings.BASE_DIR / "docs" / name).write_text(text(), encoding="utf-8")
            self.stdout.write(f"docs/{name}")
