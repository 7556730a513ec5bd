from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"

    def ready(self):
        import evidence.dependents
        from policies import checking, dependents, search_documents

        search_documents.register()
        evidence.dependents.register(dependents.context_of)
        checking.register()
