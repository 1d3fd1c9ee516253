"""Finds the tables of a document and aligns them with the forms."""
