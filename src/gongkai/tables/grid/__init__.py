"""Reads a table from grids whose spans are known."""
