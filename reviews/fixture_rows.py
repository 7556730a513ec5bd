"""From the reviews in fixture files to rows. Reads no database."""

from collections.abc import Iterator

from evidence.fixture_files import Problem, ReadFile
from evidence.fixture_rows import sources
from evidence.rows import Row
from reviews.models import ReviewCycle


def rows_of(file: ReadFile) -> Iterator[Row]:
    for source in sources(file, "review_cycles"):
        document = file.content.document if source.entry.lines else ""
        yield source.row(ReviewCycle, source.entry.key, document=document)


def problems_of(files: list[ReadFile]) -> Iterator[Problem]:
    """Versions that are none of the policy's, and reviews of one policy that are in progress at once."""
    policies = [file.content.policy for file in files if file.content.policy]
    versions = {(policy.key, policy.version) for policy in policies}
    in_progress: set[str] = set()
    for file in files:
        for number, entry in enumerate(file.content.review_cycles):
            line = file.line_of(("review_cycles", number))
            if entry.version and (entry.policy, entry.version) not in versions:
                yield Problem(file.name, line, f'version: "{entry.policy}" has no text read "{entry.version}"')
            if not entry.outcome and entry.policy in in_progress:
                yield Problem(file.name, line, f'"{entry.policy}" has two reviews in progress')
            if not entry.outcome:
                in_progress.add(entry.policy)
