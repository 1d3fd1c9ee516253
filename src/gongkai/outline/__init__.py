"""Sections and metadata from a document's running text."""
