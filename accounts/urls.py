from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts.views import accounts, own, roles, sign_in

urlpatterns = [
    path("accounts/login/", sign_in.SignIn.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("accounts/password/", own.own_password, name="own-password"),
    path("accounts/tokens/", own.tokens, name="tokens"),
    path("accounts/tokens/<int:pk>/revoke/", own.token_revoke, name="token-revoke"),
    path("accounts/", accounts.account_list, name="accounts"),
    path("accounts/named/<str:name>/", accounts.account_detail, name="account"),
    path("accounts/named/<str:name>/roles/", accounts.account_roles, name="account-roles"),
    path("accounts/named/<str:name>/deactivate/", accounts.account_deactivate, name="account-deactivate"),
    path("accounts/named/<str:name>/reactivate/", accounts.account_reactivate, name="account-reactivate"),
    path("accounts/named/<str:name>/password/", accounts.account_password, name="account-password"),
    path("roles/", roles.roles, name="roles"),
]
