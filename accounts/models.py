from django.conf import settings
from django.db import models
from django.utils import timezone


class AccessToken(models.Model):
    """What a program of its owner's signs in with, instead of a session. It may do what its owner may.

    Only a digest is kept: the token itself is shown once, when it is made, and nobody can read it again.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=80)  # what it is for, in its owner's words
    digest = models.CharField(max_length=64, unique=True)  # SHA-256, hexadecimal
    opening = models.CharField(max_length=12)  # its first characters, to tell it from others by
    made_at = models.DateTimeField(default=timezone.now)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="accounts_accesstoken_name_of_one_person")]

    def __str__(self):
        return self.name
