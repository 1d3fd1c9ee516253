"""Undoes what a converter or a page did to a table, before anything is read."""
