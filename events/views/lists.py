"""Paging of the lists, and what the lists of sites and actors share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, JsonResponse

from events.models import Actor, Site
from events.queries import names
from events.wording import VOCABULARIES, country_name, label

PER_PAGE = 50


def paged(request: HttpRequest, rows: Any, *, size: int = PER_PAGE) -> Page[Any]:
    """The page of ``rows`` that the request names; a number out of range gives the nearest page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def query_without_page(request: HttpRequest) -> str:
    """The request's own parameters, to which a pager adds its page."""
    params = request.GET.copy()
    params.pop("page", None)
    return params.urlencode()


def whole_number(text: str | None) -> int | None:
    """A small number out of a query string; None for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def going_on(rows: Any, size: int) -> tuple[list[Any], int | None]:
    """The first ``size`` of ``rows`` (newest first), and the number under which the next page goes on."""
    found = list(rows[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None


def iso_day(text: str | None) -> date | None:
    """A day out of a query string; None for anything else."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def catalogue_list(
    request: HttpRequest, model: type[Site] | type[Actor], kinds: str, find: Callable[..., list[names.Listed]]
) -> dict[str, Any]:
    """The context of a list that is narrowed by name (any script), country and kind."""
    chosen = {key: request.GET.get(key, "").strip()[:100] for key in ("q", "country", "kind", "struck")}
    found = find(chosen["q"], country=chosen["country"], kind=chosen["kind"], struck=chosen["struck"] == "1")
    codes = model.objects.exclude(country="").order_by().values_list("country", flat=True).distinct()
    return {
        "page": paged(request, found),
        "query": query_without_page(request),
        "chosen": chosen,
        "countries": sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1]),
        "kinds": [(kind.value, label(kinds, kind.value)) for kind in VOCABULARIES[kinds]],
    }


def picker_options(request: HttpRequest, model: type[Site] | type[Actor], kinds: str) -> JsonResponse:
    """The rows whose name holds ``q``, for a picker: slug, name and a distinguishing note."""
    text = request.GET.get("q", "").strip()[:100]
    rows = names.options(model, text) if text else []
    for row in rows:
        place = country_name(row["country"]) if row["country"] else ""
        row["note"] = " · ".join(filter(None, (label(kinds, row["kind"]), place)))
    return JsonResponse({"options": rows})
