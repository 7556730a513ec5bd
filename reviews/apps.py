from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"

    def ready(self):
        from django.urls import reverse

        from audit import subjects
        from reviews.searching.pubmed import fetching

        subjects.register("review_cycle", lambda key: reverse("review", args=[key]))
        subjects.register_parts("review_cycle", "candidate", "search_run", "import_batch")
        subjects.register_parts("review_cycle", "source_check", "guideline_check")
        subjects.register_parts("policy", "search_strategy", "ongoing_trial", "request_entry")
        fetching.register()
