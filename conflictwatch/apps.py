"""The admin without the part of django-leaflet that needs GDAL."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.contrib.admin.apps import SimpleAdminConfig
from django.utils.module_loading import module_has_submodule

NEEDS_GDAL = frozenset({"leaflet"})


class AdminConfig(SimpleAdminConfig):
    default = False

    def ready(self) -> None:
        super().ready()
        for config in apps.get_app_configs():
            if config.name not in NEEDS_GDAL and module_has_submodule(config.module, "admin"):
                import_module(f"{config.name}.admin")
