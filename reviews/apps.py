from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"

    def ready(self):
        from django.urls import reverse

        from audit import subjects
        from policies import loading, panels
        from reviews import fixture_rows, tasks
        from reviews.cycles import closing, drafting, hindrances
        from reviews.fixture_format import ReviewFixtureFile
        from reviews.flow import retrieval
        from reviews.importing import running
        from reviews.importing.hindering import unfinished
        from reviews.models import ReviewCycle
        from reviews.presenters.panels import on_home, on_policy
        from reviews.relevance import tasks as ordering
        from reviews.screening import hindering
        from reviews.searching.pubmed import fetching
        from reviews.searching.warning import unsearched
        from reviews.sources import warning

        subjects.register("review_cycle", lambda key: reverse("review", args=[key]))
        subjects.register_pages("candidate")
        subjects.register_parts(
            "review_cycle", "candidate", "search_run", "import_batch", "source_check", "guideline_check"
        )
        subjects.register_parts("policy", "search_strategy", "ongoing_trial", "request_entry")
        hindrances.register("draft", unfinished)
        hindrances.register("draft", hindering.undecided)
        hindrances.register("draft", retrieval.hindrances)
        hindrances.register_warning("screen", unsearched)
        hindrances.register_warning("draft", unsearched)
        hindrances.register("decide", drafting.undecidable)
        hindrances.register_warning("decide", warning.unchecked)
        hindrances.register("close", closing.unpublished)
        panels.register(panels.HOME, on_home)
        panels.register(panels.POLICY, on_policy)
        tasks.register()
        told = {ReviewCycle: "review_cycle"}
        loading.register(loading.Above(ReviewFixtureFile, fixture_rows.rows_of, fixture_rows.problems_of, told))
        running.register()
        fetching.register()
        ordering.register()
