"""Who reports: the agency's name as a key, what kind of body it is, and the division of GB/T 2260 that it belongs to."""

from gongkai.agencies.identity import identify

__all__ = ["identify"]
