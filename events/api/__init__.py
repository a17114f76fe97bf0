"""The public API: the same selections, columns and permissions as pages and exports, as JSON."""
