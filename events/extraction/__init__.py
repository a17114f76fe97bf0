"""Article text in, reports of attacks and claimed totals out: pure, offline, deterministic."""

from events.extraction.engine import ENGINE_VERSION, extract
from events.extraction.types import Document, Extraction, Gazetteer, Report, Tally

__all__ = ["ENGINE_VERSION", "Document", "Extraction", "Gazetteer", "Report", "Tally", "extract"]
