from django.conf import settings
from django.contrib.auth.views import LoginView


class SignIn(LoginView):
    template_name = "accounts/login.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(reading_is_public=settings.READING == "public", **kwargs)
