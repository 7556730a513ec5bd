"""The addresses of reviews, for the tests that walk over all: what each takes and needs, part by part."""

from reviews.cycles.assigning import assign
from reviews.notifying import feeds
from reviews.searching import actions
from tests.reviews import world


class ReviewExamples:
    """What the examples of addresses are about: a review in screening with one work found."""

    def __init__(self, author):
        self.cycle = world.opened(author)
        self.strategy = actions.add_strategy(policy=self.cycle.policy, by=author, source="pubmed", query="liver")
        self.run = world.searched(self.cycle)
        self.candidate = world.candidate(self.cycle, run=self.run)
        self.batch = world.batch(self.run, like=self.candidate)
        self.assignment = assign(cycle=self.cycle, by=author, name=author.get_username(), task="writer")
        self.secret = feeds.renew(by=author)


READ, ACCOUNT = "read", "account"

# For tests/test_pages.py: lists that anybody may read, and what is tested where it belongs.
LISTS = ["reviews"]
TESTED_WITH_REVIEWS = ["review"]
TESTED_WITH_REVIEWS += ["review-full-texts"]  # tests/reviews/views/test_full_texts.py
TESTED_WITH_REVIEWS += [f"review-import{page}" for page in ("", "-batch", "-records", "-settle")]
# tests/reviews/views/test_keeping.py, test_work.py
TESTED_WITH_REVIEWS += ["review-new", "review-edit", "review-assign", "review-move", "review-draft", "review-close"]
TESTED_WITH_REVIEWS += ["assignment-end", "my-work", "notices-read", "reviews-by-writer"]
# tests/reviews/notifying/test_calendar.py
TESTED_WITH_REVIEWS += ["calendar", "calendar-feed"]
TESTED_WITH_REVIEWS += ["review-literature", "review-literature-file"]
TESTED_WITH_REVIEWS += ["review-sources", "review-trials-file", "policy-requests"]
TESTED_WITH_REVIEWS += ["review-progress", "review-order"]
TESTED_WITH_REVIEWS += ["review-flow", "review-flow-file"]  # tests/reviews/views/test_flow.py
TESTED_WITH_REVIEWS += ["review-packet", "review-packet-docx", "review-packet-pdf"]
# tests/reviews/views/test_screening.py, test_candidates.py
TESTED_WITH_REVIEWS += ["review-screening", "review-screening-add", "review-screening-undo"]
TESTED_WITH_REVIEWS += ["candidate", "candidate-judge", "candidate-reopen"]

# name -> the arguments of its address; `world` is of tests/addresses.py
ARGUMENTS = {
    # cycles
    **{
        f"review{page}": lambda world: [world.reviews.cycle.key]
        for page in ("", "-edit", "-assign", "-move", "-draft", "-close")
    },
    "api:review-cycles-detail": lambda world: [world.reviews.cycle.key],
    **{
        f"api:review-cycle-{name}": lambda world: [world.reviews.cycle.key]
        for name in ("move", "close", "assign", "unassign", "searched-through")
    },
    "calendar-feed": lambda world: [world.reviews.secret],
    "assignment-end": lambda world: [world.reviews.assignment.pk],
    # literature
    "review-import": lambda world: [world.reviews.run.key],
    **{f"review-import-{page}": lambda world: [world.reviews.batch.key] for page in ("batch", "records", "settle")},
    **{f"api:review-{page}": lambda world: [world.reviews.batch.key] for page in ("imports-detail", "import-records")},
    **{f"api:search-run{of}": lambda world: [world.reviews.run.key] for of in ("s-detail", "-fetch")},
    "api:search-strategies-detail": lambda world: [world.reviews.strategy.key],
    "api:search-strategy-retire": lambda world: [world.reviews.strategy.key],
    "review-literature": lambda world: [world.reviews.cycle.key],
    "review-literature-file": lambda world: [world.reviews.cycle.key, "searches"],
    # screening
    **{
        name: lambda world: [world.reviews.cycle.key]
        for name in ("review-screening", "review-screening-add", "review-screening-undo")
    },
    **{f"candidate{act}": lambda world: [world.reviews.candidate.key] for act in ("", "-judge", "-reopen")},
    **{
        f"api:{name}": lambda world: [world.reviews.candidate.key]
        for name in ("candidates-detail", "candidate-decisions")
    },
    "review-progress": lambda world: [world.reviews.cycle.key],
    "review-order": lambda world: [world.reviews.cycle.key],
    # full texts and flow
    "review-full-texts": lambda world: [world.reviews.cycle.key],
    "review-flow": lambda world: [world.reviews.cycle.key],
    "review-flow-file": lambda world: [world.reviews.cycle.key, "csv"],
    # other sources
    "review-sources": lambda world: [world.reviews.cycle.key],
    "review-trials-file": lambda world: [world.reviews.cycle.key],
    "api:policy-trials-file": lambda world: ["bcbsma-292"],
    "policy-requests": lambda world: ["bcbsma-292"],
    **{f"api:review-{of}-checks": lambda world: [world.reviews.cycle.key] for of in ("source", "guideline")},
    # packet
    **{f"{place}review-packet": lambda world: [world.reviews.cycle.key] for place in ("", "api:")},
    "review-packet-docx": lambda world: [world.reviews.cycle.key],
    "review-packet-pdf": lambda world: [world.reviews.cycle.key],
}

# (name, method) -> an act of audit/acts.py, READ, or ACCOUNT
NEEDS = {
    # cycles
    ("reviews", "GET"): READ,  # of those that one may see
    ("review", "GET"): "read_reviews",
    ("reviews-by-writer", "GET"): "read_reviews",
    **{(f"review-{page}", method): "keep_reviews" for page in ("new", "edit") for method in ("GET", "POST")},
    **{(f"review-{act}", "POST"): "keep_reviews" for act in ("assign", "move")},
    ("assignment-end", "POST"): "keep_reviews",
    **{("review-draft", method): "write_drafts" for method in ("GET", "POST")},
    **{("review-close", method): "close_reviews" for method in ("GET", "POST")},
    ("api:review-cycles-list", "GET"): READ,  # of those that one may see
    ("api:review-cycles-list", "POST"): "keep_reviews",
    ("api:review-cycles-detail", "GET"): "read_reviews",
    ("api:review-cycle-move", "POST"): "keep_reviews",
    ("api:review-cycles-detail", "PATCH"): "keep_reviews",
    ("api:review-cycle-assign", "POST"): "keep_reviews",
    ("api:review-cycle-unassign", "POST"): "keep_reviews",
    ("api:review-cycle-close", "POST"): "close_reviews",
    ("my-work", "GET"): ACCOUNT,
    **{("calendar", method): ACCOUNT for method in ("GET", "POST")},
    ("calendar-feed", "GET"): READ,  # the secret is who asks
    ("notices-read", "POST"): ACCOUNT,
    # literature
    **{(f"review-import{page}", "GET"): "read_reviews" for page in ("", "-batch", "-records")},
    **{(f"review-import{page}", "POST"): "search_literature" for page in ("", "-settle")},
    ("api:review-imports-list", "GET"): READ,  # of those that one may see
    ("api:review-imports-list", "POST"): "search_literature",
    ("api:review-imports-detail", "GET"): "read_reviews",
    ("api:review-import-records", "GET"): "read_reviews",
    ("api:review-import-records", "POST"): "search_literature",
    **{(f"api:search-{of}-list", "GET"): READ for of in ("strategies", "runs")},  # of those that one may see
    **{(f"api:search-{of}-list", "POST"): "search_literature" for of in ("strategies", "runs")},
    **{(f"api:search-{of}-detail", "GET"): "read_reviews" for of in ("strategies", "runs")},
    **{(f"api:search-{of}-detail", "PATCH"): "search_literature" for of in ("strategies", "runs")},
    **{(f"api:search-{act}", "POST"): "search_literature" for act in ("strategy-retire", "run-fetch")},
    ("api:review-cycle-searched-through", "POST"): "search_literature",
    ("review-literature", "GET"): "read_reviews",
    ("review-literature", "POST"): "search_literature",
    ("review-literature-file", "GET"): "read_reviews",
    # screening
    **{(name, "GET"): "read_reviews" for name in ("review-screening", "candidate")},
    **{(name, "POST"): "screen" for name in ("review-screening-add", "review-screening-undo", "candidate-judge")},
    ("review-screening-add", "GET"): "screen",
    ("candidate-reopen", "POST"): "keep_reviews",
    ("api:candidates-list", "GET"): READ,  # of those that one may see
    ("api:candidates-detail", "GET"): "read_reviews",
    ("api:candidate-decisions", "GET"): "read_reviews",
    ("api:candidate-decisions", "POST"): "screen",
    ("review-progress", "GET"): "read_reviews",
    ("review-order", "POST"): "screen",
    # full texts and flow
    ("review-full-texts", "GET"): "read_reviews",
    ("review-full-texts", "POST"): "keep_full_texts",
    ("review-flow", "GET"): "read_reviews",
    ("review-flow-file", "GET"): "read_reviews",
    # other sources
    ("review-sources", "GET"): "read_reviews",
    ("review-sources", "POST"): "check_sources",
    ("review-trials-file", "GET"): "read_reviews",
    ("review-trials-file", "POST"): "check_sources",
    ("api:policy-trials-file", "POST"): "check_sources",
    ("policy-requests", "GET"): "read_reviews",
    ("policy-requests", "POST"): "log_requests",
    **{(f"api:review-{of}-checks", "GET"): "read_reviews" for of in ("source", "guideline")},
    **{(f"api:review-{of}-checks", "POST"): "check_sources" for of in ("source", "guideline")},
    ("api:ongoing-trials", "GET"): READ,  # of the policies that one may see
    ("api:ongoing-trials", "POST"): "check_sources",
    ("api:requests", "GET"): "read_reviews",
    ("api:requests", "POST"): "log_requests",
    # packet
    **{(f"{place}review-packet", "GET"): "read_reviews" for place in ("", "api:")},
    ("review-packet-docx", "GET"): "read_reviews",
    ("review-packet-pdf", "GET"): "read_reviews",
}

# Bodies of POST where an empty one leads nowhere.
BODIES = {
    # cycles
    "review-move": {"move": "skip"},
    "api:review-cycle-move": {"move": "skip"},
    # literature
    "review-import-settle": {"record": 1, "answer": "another"},
    "api:review-import-records": {"record": 1, "answer": "another"},
    # screening
    "api:candidate-decisions": {"do": "take_back", "stage": "title_abstract"},
    # full texts and flow
    # other sources
    # packet
}
