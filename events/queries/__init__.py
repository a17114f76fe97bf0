"""Shaped reads: every read with more than one clause, one page or figure a module."""
