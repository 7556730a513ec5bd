from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"

    def ready(self):
        from django.urls import reverse

        from audit import subjects
        from reviews.importing import running

        running.register()

        subjects.register("review_cycle", lambda key: reverse("review", args=[key]))
        subjects.register_parts("review_cycle", "candidate", "search_run", "import_batch")
