from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"

    def ready(self):
        from django.urls import reverse

        from audit import subjects
        from policies import panels
        from reviews import tasks
        from reviews.cycles import closing, drafting, hindrances
        from reviews.presenters.panels import on_home, on_policy

        subjects.register("review_cycle", lambda key: reverse("review", args=[key]))
        subjects.register_parts("review_cycle", "candidate", "search_run", "import_batch")
        hindrances.register("decide", drafting.undecidable)
        hindrances.register("close", closing.unpublished)
        panels.register(panels.HOME, on_home)
        panels.register(panels.POLICY, on_policy)
        tasks.register()
