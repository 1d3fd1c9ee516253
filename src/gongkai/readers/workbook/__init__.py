"""Workbooks and delimited tables: each table of a sheet a grid, its figures as the sheet shows them, not as it stores them."""
