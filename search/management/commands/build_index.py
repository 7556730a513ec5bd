from django.core.management.base import BaseCommand, CommandError

from search import index

QUICK = 5000  # documents that are indexed while one waits


class Command(BaseCommand):
    help = "Builds the search index from the database beside the one in use, then switches to it."

    def add_arguments(self, parser):
        parser.add_argument("--if-missing", action="store_true", help="do nothing where the index is usable")

    def handle(self, *, if_missing, **options):
        if if_missing and index.is_usable():
            return
        if if_missing and index.wanted() > QUICK:
            self.stdout.write(
                "The search index is missing or cannot be used. The worker builds it while the site answers."
            )
            return
        try:
            with index.only_writer():
                total = index.rebuild(report=self.progress)
        except BlockingIOError:
            raise CommandError(
                "Another process is writing the index. Stop the worker first, or let it rebuild."
            ) from None
        self.stdout.write(f"Search index built: {total} documents.")

    def progress(self, done, total):
        self.stdout.write(f"\r  indexing {done} of {total}", ending="\n" if done == total else "")
        self.stdout.flush()
