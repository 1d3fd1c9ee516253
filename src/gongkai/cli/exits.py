"""Exit statuses that several commands share."""

STOPPED = 130
"""Ctrl-C or SIGTERM, as a shell says it."""
