"""The section of the YAML files in fixtures/ that tells of reviews. See evidence/fixture_format.py."""

from pydantic import model_validator

from evidence.fixture_format import Section
from evidence.fixture_scalars import Key, Lines, PartialDate
from policies.fixture_format import PolicyFixtureFile
from reviews import vocabulary as words


class ReviewCycleEntry(Section):
    """A review that the file's document tells of, or the open one after it, of which no document tells."""

    key: Key
    policy: Key
    type: words.CycleType = words.CycleType.ANNUAL
    state: words.CycleState
    outcome: words.CycleOutcome | None = None
    closed_on: PartialDate | None = None
    literature_searched_through: PartialDate | None = None
    previous: Key | None = None
    version: Key | None = None
    lines: Lines | None = None
    note: str = ""

    @model_validator(mode="after")
    def is_told_where_it_is_closed(self):
        closed = self.state == words.CycleState.CLOSED
        if closed != bool(self.outcome):
            raise ValueError(f"{self.key}: `outcome` goes with closed, and only with it")
        if closed != bool(self.lines):
            raise ValueError(f"{self.key}: a document tells of closed reviews, by their `lines`, and of no others")
        if not closed and (self.closed_on or self.literature_searched_through or self.version):
            raise ValueError(f"{self.key}: what is not closed has no day, no search and no version yet")
        return self


class ReviewFixtureFile(PolicyFixtureFile):
    review_cycles: list[ReviewCycleEntry] = []

    @model_validator(mode="after")
    def reviews_belong_to_a_document(self):
        if self.review_cycles and not self.document:
            raise ValueError("reviews need the file's `document`")
        return self
