from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"

    def ready(self):
        from django.urls import reverse

        from audit import subjects
        from policies import panels
        from reviews.cycles import closing, drafting, hindrances
        from reviews.importing import running
        from reviews.presenters.panels import on_home, on_policy
        from reviews.relevance import tasks
        from reviews.screening import hindering
        from reviews.searching.pubmed import fetching

        running.register()
        subjects.register("review_cycle", lambda key: reverse("review", args=[key]))
        subjects.register_pages("candidate")
        subjects.register_parts("review_cycle", "candidate", "search_run", "import_batch")
        subjects.register_parts("policy", "search_strategy")
        hindrances.register("draft", hindering.undecided)
        hindrances.register("decide", drafting.undecidable)
        hindrances.register("close", closing.unpublished)
        panels.register(panels.HOME, on_home)
        panels.register(panels.POLICY, on_policy)
        fetching.register()
        tasks.register()
