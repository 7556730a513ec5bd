from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from evidence.fixture_files import read_folder
from evidence.unread import unread_numbers
from policies.loading import file_format


class Command(BaseCommand):
    help = "Lists every number in a source document that no fixture row of that document holds."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the text of the source document")
        parser.add_argument("--document", help="its key; found from the file's name where it is left out")
        parser.add_argument("--all", action="store_true", help="those left out with a reason, too")

    def handle(self, *, file, document, **options):
        try:
            source = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read as text: {error}") from None
        files, problems = read_folder(settings.FIXTURES_DIR, file_format())
        if problems:
            raise CommandError("The fixtures have problems; `manage.py load_fixtures --check` lists them.")
        keys = [entry.key for each in files for entry in each.content.documents]
        document = document or next((key for key in keys if file.name.startswith(key.rsplit("-20")[0])), None)
        if document not in keys:
            raise CommandError(f"Say which document it is: --document one of {', '.join(keys)}.")
        unread = unread_numbers(source, document, files)
        for number in unread:
            if options["all"] or not number.reason:
                because = f"  left out: {number.reason}" if number.reason else f"  | {number.text[:100]}"
                self.stdout.write(f"{number.line}: {number.number}{because}")
        said = Counter(bool(number.reason) for number in unread)
        self.stdout.write(
            f"{document}: {len(unread)} numbers no row holds, {said[True]} left out with a reason, "
            f"{said[False]} without."
        )
