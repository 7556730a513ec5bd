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
TESTED_WITH_REVIEWS = [
    "review",
    *("review-screening", "screening-add", "screening-undo", "candidate", "candidate-judge", "candidate-reopen"),
]

# name -> the arguments of its address; `world` is of tests/addresses.py
ARGUMENTS = {
    # cycles
    "review": lambda world: [world.reviews.cycle.key],
    # literature
    # screening
    **{
        name: lambda world: [world.reviews.cycle.key]
        for name in ("review-screening", "screening-add", "screening-undo")
    },
    **{f"candidate{act}": lambda world: [world.reviews.candidate.key] for act in ("", "-judge", "-reopen")},
    **{
        f"api:{name}": lambda world: [world.reviews.candidate.key]
        for name in ("candidates-detail", "candidate-decisions")
    },
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
    # screening
    **{(name, "GET"): "read_reviews" for name in ("review-screening", "candidate")},
    **{(name, "POST"): "screen" for name in ("screening-add", "screening-undo", "candidate-judge")},
    ("screening-add", "GET"): "screen",
    ("candidate-reopen", "POST"): "keep_reviews",
    ("api:candidates-list", "GET"): READ,  # of those that one may see
    ("api:candidates-detail", "GET"): "read_reviews",
    ("api:candidate-decisions", "GET"): "read_reviews",
    ("api:candidate-decisions", "POST"): "screen",
    # full texts and flow
    # other sources
    # packet
}

# Bodies of POST where an empty one leads nowhere.
BODIES = {
    # cycles
    # literature
    # screening
    "api:candidate-decisions": {"do": "take_back", "stage": "title_abstract"},
    # full texts and flow
    # other sources
    # packet
}
