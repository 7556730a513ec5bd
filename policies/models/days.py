from django.db import models


class DayTurned(models.Model):
    """A day of which search was told which versions came into force and which ended. The last one is kept."""

    on = models.DateField(unique=True)
