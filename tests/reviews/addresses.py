"""The addresses of reviews, for the tests that walk over all: what each takes and needs, part by part."""

from tests.reviews import world


class ReviewExamples:
    """What the examples of addresses are about: a review in screening with one work found."""

    def __init__(self, author):
        self.cycle = world.opened(author)
        self.run = world.searched(self.cycle)
        self.candidate = world.candidate(self.cycle, run=self.run)


READ = "read"

# For tests/test_pages.py: lists that anybody may read, and what is tested where it belongs.
LISTS = ["reviews"]
TESTED_WITH_REVIEWS = ["review"]
TESTED_WITH_REVIEWS += ["review-packet", "review-packet-docx", "review-packet-pdf"]

# name -> the arguments of its address; `world` is of tests/addresses.py
ARGUMENTS = {
    # cycles
    "review": lambda world: [world.reviews.cycle.key],
    # literature
    # screening
    # full texts and flow
    # other sources
    # packet
    "review-packet": lambda world: [world.reviews.cycle.key],
    "review-packet-docx": lambda world: [world.reviews.cycle.key],
    "review-packet-pdf": lambda world: [world.reviews.cycle.key],
}

# (name, method) -> an act of audit/acts.py, READ, or ACCOUNT
NEEDS = {
    # cycles
    ("reviews", "GET"): READ,  # of those that one may see
    ("review", "GET"): "read_reviews",
    # literature
    # screening
    # full texts and flow
    # other sources
    # packet
    ("review-packet", "GET"): "read_reviews",
    ("review-packet-docx", "GET"): "read_reviews",
    ("review-packet-pdf", "GET"): "read_reviews",
}

# Bodies of POST where an empty one leads nowhere.
BODIES = {
    # cycles
    # literature
    # screening
    # full texts and flow
    # other sources
    # packet
}
