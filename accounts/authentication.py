"""How a program signs in to the API: `Authorization: Bearer TOKEN`."""

from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from accounts import actions, secrets
from accounts.models import AccessToken


class BearerToken(TokenAuthentication):
    keyword = "Bearer"

    def authenticate_credentials(self, key):
        token = AccessToken.objects.select_related("user").filter(digest=secrets.digest_of(key)).first()
        if token is None or not token.user.is_active:
            raise AuthenticationFailed(
                "This token is not known: it was revoked, or its account is deactivated. "
                "Make one at /accounts/tokens/ and send it as Authorization: Bearer TOKEN."
            )
        actions.note_use(token)
        return token.user, token
