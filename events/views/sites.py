"""Sites: the list with search, the page of one, and the choices of a picker."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from events.models import Site
from events.permissions import Permission
from events.queries import names, site_page
from events.views.access import require
from events.views.lists import catalogue_list, picker_options, whole_number


@require(Permission.READ)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All sites, the most struck first."""
    return render(request, "pages/sites.html", catalogue_list(request, Site, "SiteKind", names.sites))


@require(Permission.READ)
@require_GET
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One site with its strikes over time."""
    site = Site.objects.select_related("parent").prefetch_related("names").filter(slug=slug).first()
    if site is None:
        raise Http404(_("There is no site “%s”.") % slug)
    found = site_page.load(site, today=timezone.localdate(), year=whole_number(request.GET.get("year")))
    return render(request, "pages/site.html", {"site": site, "page": found})


@require(Permission.READ)
@require_GET
def options(request: HttpRequest) -> HttpResponse:
    return picker_options(request, Site, "SiteKind")
