from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"

    def ready(self):
        from django.urls import reverse

        import evidence.corrections
        import evidence.dependents
        from audit import subjects
        from evidence.flags import rows as flag_rows
        from evidence.permissions import register_policies_seen
        from policies import checking, dependents, search_documents
        from policies.days import tasks
        from policies.permissions import visible_policies
        from policies.publishing import alerts

        search_documents.register()
        tasks.register()
        evidence.dependents.register(dependents.context_of)
        checking.register()
        register_policies_seen(visible_policies)
        flag_rows.register_policy_names(dependents.policy_names)
        evidence.corrections.register(alerts.on_correction)
        subjects.register_pages("policy", "statement", "criterion")
        subjects.register_parts("policy", "policy_version")
        subjects.register("policy_version", lambda key: reverse("version", args=[key]))
