"""Static files under names that carry their hash, so that they can be cached for ever."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = ("css/", "js/", "img/", "vendor/")


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Follows imports between ES modules, and ignores source maps, which packages name but seldom ship.

    A file of ours that names a missing file stops the build; one of a package does not, since
    packages carry examples in comments.
    """

    support_js_module_import_aggregation = True
    _patterns: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_maps: dict[str, Any] = {
            extension: [found for found in patterns if "sourceMappingURL" not in found[0].pattern]
            for extension, patterns in self._patterns.items()
        }
        self._patterns = without_maps

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        convert: Callable[[re.Match[str]], str] = super().url_converter(name, hashed_files, template)
        if name.startswith(OURS):
            return convert

        def lenient(found: re.Match[str]) -> str:
            try:
                return convert(found)
            except ValueError:
                return found.group(0)

        return lenient
