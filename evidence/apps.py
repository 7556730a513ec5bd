from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"

    def ready(self):
        from django.urls import reverse

        from audit import subjects
        from evidence import search_documents
        from evidence.checks import tasks

        search_documents.register()
        tasks.register()
        subjects.register_pages("document", "reference", "study", "trial", "guideline", "flag", "device", "certainty")
        subjects.register("synonyms", lambda key: reverse("synonyms"))
