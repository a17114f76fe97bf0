"""Names of sites and actors in the reader's script, where the catalogue knows one.

Rows carry the canonical name in Latin letters; a reader of another script sees the first form that the
catalogue lists in the reader's language. The table is small and changes seldom: it is kept for a minute.
"""

from __future__ import annotations

import time

from django.utils.translation import get_language

from events.models import ActorName, SiteName

OTHER_SCRIPTS = frozenset({"ar"})
"""Languages of the interface that are not written in Latin letters."""
KEPT_SECONDS = 60.0

_kept: dict[str, tuple[float, dict[str, str]]] = {}


def proper(name: str) -> str:
    """``name`` (canonical) as the reader writes it; the name itself where nothing else is known."""
    language = (get_language() or "en").split("-")[0]
    if not name or language not in OTHER_SCRIPTS:
        return name
    return _table(language).get(name, name)


def forget() -> None:
    """Read the catalogue anew at the next question."""
    _kept.clear()


def _table(language: str) -> dict[str, str]:
    until, table = _kept.get(language, (0.0, {}))
    if time.monotonic() > until:
        table = _read(language)
        _kept[language] = (time.monotonic() + KEPT_SECONDS, table)
    return table


def _read(language: str) -> dict[str, str]:
    """Canonical name -> first plain form in ``language``; sites win over actors of the same name."""
    sites = SiteName.objects.filter(language=language, needs_context="").order_by("-id")
    actors = ActorName.objects.filter(language=language, needs_context="", loaded=False).order_by("-id")
    table = dict(actors.values_list("actor__name", "text"))
    return table | dict(sites.values_list("site__name", "text"))
