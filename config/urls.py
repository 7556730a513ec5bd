from django.contrib.auth import views as accounts
from django.urls import include, path, re_path

from config import errors

urlpatterns = [
    re_path(r"[^\x00]*\x00", errors.no_such_address),  # a NUL never reaches the database, which may refuse it
    path("", include("policies.urls")),
    path("", include("evidence.urls")),
    path("", include("search.urls")),
    path("", include("audit.urls")),
    path("api/v1/", include("config.api")),
    path("accounts/login/", accounts.LoginView.as_view(template_name="accounts/login.html"), name="login"),
    path("accounts/logout/", accounts.LogoutView.as_view(), name="logout"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
