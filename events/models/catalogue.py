"""Which catalogue the rows of sites and actors are: one row, changed with every change of theirs."""

from django.db import models


class CatalogueVersion(models.Model):
    """The digest of all sites, actors and their names; extraction and its caches go by it."""

    digest = models.CharField(max_length=40)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.digest
