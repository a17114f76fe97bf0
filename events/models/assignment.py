"""Who is at an event on the review desk, so that two people do not do the same work."""

from django.conf import settings
from django.db import models


class Assignment(models.Model):
    """A person has taken an event, or was given it. It ends with the event's next decision."""

    event = models.OneToOneField("Event", on_delete=models.CASCADE, related_name="assignment")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.event_id}: {self.person_id}"
