"""Static files under names that carry their hash, so that they can be cached for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Follows imports between ES modules, and ignores source maps, which packages name but seldom ship."""

    support_js_module_import_aggregation = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._patterns = {
            extension: [found for found in patterns if "sourceMappingURL" not in found[0].pattern]
            for extension, patterns in self._patterns.items()
        }
