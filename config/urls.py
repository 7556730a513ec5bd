from django.templatetags.static import static
from django.urls import include, path, re_path
from django.utils.functional import lazy
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from config import errors

urlpatterns = [
    re_path(r"[^\x00]*\x00", errors.no_such_address),  # a NUL never reaches the database, which may refuse it
    path("", include("reviews.urls")),  # before those of policies, whose keys may hold slashes
    path("", include("policies.urls")),
    path("", include("evidence.urls")),
    path("", include("search.urls")),
    path("", include("audit.urls")),
    path("", include("accounts.urls")),
    path("api/v1/", include("config.api")),
    # for who does not read <link>
    path("favicon.ico", require_safe(RedirectView.as_view(url=lazy(static, str)("icon.svg"))), name="icon"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
