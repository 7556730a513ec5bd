from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"

    def ready(self):
        from evidence import search_documents
        from evidence.checks import tasks

        search_documents.register()
        tasks.register()
