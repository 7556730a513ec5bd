"""Who may read, asked once for every address: pages, files and the API.

With READING=public everybody does. With READING=members, who is signed in (of the API: or sends a token)
and has any role. What a role may do beyond reading is asked where it is done.
"""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, JsonResponse
from django.utils.cache import patch_cache_control
from django_htmx.http import HttpResponseClientRedirect
from rest_framework.exceptions import AuthenticationFailed

from accounts.authentication import BearerToken
from audit.roles import roles_of

# What somebody without an account must reach, and somebody whose account has no role yet.
OPEN = {"login", "logout", "ready", "icon", "calendar-feed"}
OPEN_TO_ACCOUNTS = {"own-password"}
NO_ROLE = "Your account has no role yet. Ask an Administrator to give it one; then you can read here."
SIGN_IN = "Reading here needs an account. Sign in, or send a token as Authorization: Bearer TOKEN."
PAGES_TAKE = ("GET", "HEAD", "POST", "OPTIONS")


class Reading:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if settings.READING == "members":
            patch_cache_control(response, private=True)
        return response

    def process_view(self, request, view, args, kwargs):
        of_api, name = request.path.startswith("/api/"), request.resolver_match.url_name
        if not of_api and request.method not in PAGES_TAKE:
            return HttpResponseNotAllowed(PAGES_TAKE)
        if settings.READING == "public" or name in OPEN:
            return None
        return self.of_api(request) if of_api else self.of_page(request, name)

    def of_page(self, request, name):
        if not request.user.is_authenticated:
            return _to_login(request)
        if not roles_of(request.user) and name not in OPEN_TO_ACCOUNTS:
            raise PermissionDenied(NO_ROLE)
        return None

    def of_api(self, request):
        try:
            user, _ = BearerToken().authenticate(request) or (request.user, None)
        except AuthenticationFailed as refused:
            return _told(str(refused.detail), 401)
        if not user.is_authenticated:
            return _told(SIGN_IN, 401)
        return None if roles_of(user) else _told(NO_ROLE, 403)


def _told(sentence: str, status: int) -> JsonResponse:
    headers = {"WWW-Authenticate": BearerToken.keyword} if status == 401 else {}
    return JsonResponse({"detail": sentence}, status=status, headers=headers)


def _to_login(request):
    if request.htmx:  # a fragment: it is the whole page that has to change
        return HttpResponseClientRedirect(redirect_to_login(request.htmx.current_url_abs_path or "/").url)
    return redirect_to_login(request.get_full_path())
