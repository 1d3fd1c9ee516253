"""Folding, numerals, numbering."""
