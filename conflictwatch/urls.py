"""Addresses of the site; those of the product are in ``events.urls``."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django_prometheus.exports import ExportToDjangoView

from conflictwatch.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("conflictwatch.account_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("events.urls")),
]

if settings.METRICS:
    urlpatterns.insert(0, path("metrics", ExportToDjangoView, name="metrics"))

handler404 = "events.views.errors.not_found"
