"""Finds which pieces of a document are which table."""
