"""Sections, title, agency, year, dates and contact of a report, from its Document and a form's sections."""

from gongkai.outline.outline import Outline, read_outline

__all__ = ["Outline", "read_outline"]
