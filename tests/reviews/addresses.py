"""The addresses of reviews, for the tests that walk over all: what each takes and needs, part by part."""

from tests.reviews import world


class ReviewExamples:
    """What the examples of addresses are about: a review in screening with one work found."""

    def __init__(self, author):
        self.cycle = world.opened(author)
        self.run = world.searched(self.cycle)
        self.candidate = world.candidate(self.cycle, run=self.run)
        self.batch = world.batch(self.run, like=self.candidate)


READ = "read"

# For tests/test_pages.py: lists that anybody may read, and what is tested where it belongs.
LISTS = ["reviews"]
TESTED_WITH_REVIEWS = ["review"]
TESTED_WITH_REVIEWS += [f"review-import{page}" for page in ("", "-batch", "-records", "-settle")]

# name -> the arguments of its address; `world` is of tests/addresses.py
ARGUMENTS = {
    # cycles
    "review": lambda world: [world.reviews.cycle.key],
    # literature
    "review-import": lambda world: [world.reviews.run.key],
    **{f"review-import-{page}": lambda world: [world.reviews.batch.key] for page in ("batch", "records", "settle")},
    **{f"api:review-{page}": lambda world: [world.reviews.batch.key] for page in ("imports-detail", "import-records")},
    # screening
    # full texts and flow
    # other sources
    # packet
}

# (name, method) -> an act of audit/acts.py, READ, or ACCOUNT
NEEDS = {
    # cycles
    ("reviews", "GET"): READ,  # of those that one may see
    ("review", "GET"): "read_reviews",
    # literature
    **{(f"review-import{page}", "GET"): "read_reviews" for page in ("", "-batch", "-records")},
    **{(f"review-import{page}", "POST"): "search_literature" for page in ("", "-settle")},
    ("api:review-imports-list", "GET"): READ,  # of those that one may see
    ("api:review-imports-list", "POST"): "search_literature",
    ("api:review-imports-detail", "GET"): "read_reviews",
    ("api:review-import-records", "GET"): "read_reviews",
    ("api:review-import-records", "POST"): "search_literature",
    # screening
    # full texts and flow
    # other sources
    # packet
}

# Bodies of POST where an empty one leads nowhere.
BODIES = {
    # cycles
    # literature
    "review-import-settle": {"record": 1, "answer": "another"},
    "api:review-import-records": {"record": 1, "answer": "another"},
    # screening
    # full texts and flow
    # other sources
    # packet
}
