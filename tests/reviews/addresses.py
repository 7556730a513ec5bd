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
TESTED_WITH_REVIEWS += ["review-literature", "review-literature-file"]
TESTED_WITH_REVIEWS += ["review-sources", "policy-requests"]

# name -> the arguments of its address; `world` is of tests/addresses.py
ARGUMENTS = {
    # cycles
    "review": lambda world: [world.reviews.cycle.key],
    # literature
    "review-literature": lambda world: [world.reviews.cycle.key],
    "review-literature-file": lambda world: [world.reviews.cycle.key, "searches"],
    # screening
    # full texts and flow
    # other sources
    "review-sources": lambda world: [world.reviews.cycle.key],
    "policy-requests": lambda world: ["bcbsma-292"],
    # packet
}

# (name, method) -> an act of audit/acts.py, READ, or ACCOUNT
NEEDS = {
    # cycles
    ("reviews", "GET"): READ,  # of those that one may see
    ("review", "GET"): "read_reviews",
    # literature
    ("review-literature", "GET"): "read_reviews",
    ("review-literature", "POST"): "search_literature",
    ("review-literature-file", "GET"): "read_reviews",
    # screening
    # full texts and flow
    # other sources
    ("review-sources", "GET"): "read_reviews",
    ("review-sources", "POST"): "check_sources",
    ("policy-requests", "GET"): "read_reviews",
    ("policy-requests", "POST"): "log_requests",
    # packet
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
