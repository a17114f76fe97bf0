"""The fault test, run by ``make chaos``; not part of ``make test``."""
