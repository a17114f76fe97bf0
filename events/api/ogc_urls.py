"""Addresses of OGC API - Features, below /ogc/."""

from __future__ import annotations

from django.urls import URLPattern, path

from events.api.ogc import VIEWS

urlpatterns: list[URLPattern] = [
    path("", VIEWS["landing"], name="ogc"),
    path("conformance", VIEWS["conformance"], name="ogc-conformance"),
    path("collections", VIEWS["collections"], name="ogc-collections"),
    path("collections/<slug:name>", VIEWS["collection"], name="ogc-collection"),
    path("collections/<slug:name>/items", VIEWS["items"], name="ogc-items"),
    path("collections/<slug:name>/items/<str:key>", VIEWS["item"], name="ogc-item"),
]
