"""What people say to each other about an event, who is meant, and who follows it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class CommentQuerySet(models.QuerySet[Any]):
    def standing(self) -> "CommentQuerySet":
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def open_mistakes(self) -> "CommentQuerySet":
        """Reports of mistakes that nobody has settled."""
        return self.standing().filter(mistake=True, settled_at=None)


class Comment(models.Model):
    """A sentence about an event; a ``mistake`` waits on the review desk until somebody settles it."""

    event = models.ForeignKey("Event", on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.CharField(max_length=2000)
    mistake = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    """Taken back by who wrote it, or by an admin; the row stays."""

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_text"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="comment_settled_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["event"],
                condition=Q(mistake=True, settled_at=None, withdrawn_at=None),
                name="comment_open_mistake",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Mention(models.Model):
    """A person named with @ in a comment, and whether they have seen it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mention_once")]
        indexes = [models.Index(fields=["person"], condition=Q(seen_at=None), name="mention_unseen")]

    def __str__(self) -> str:
        return f"@{self.person_id}"


class Follow(models.Model):
    """A person follows an event: what happened to it after ``seen_at`` is news to them."""

    event = models.ForeignKey("Event", on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.event_id}"
