"""Reads a table from flattened text: lines, and cells whose spans are lost."""
