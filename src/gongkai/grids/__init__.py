"""Tables that no known form claims, as printed: heads and stubs by what is printed, spans by the source, sums by what the labels say."""

from gongkai.grids.read import GridReading, read_grids

__all__ = ["GridReading", "read_grids"]
