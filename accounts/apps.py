from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from django.urls import reverse

        from audit import subjects

        subjects.register("account", lambda key: reverse("account", args=[key]))
