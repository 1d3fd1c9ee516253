"""Who reports: the agency's name as a key, what kind of body it is, and the division of GB/T 2260 that it belongs to."""

from gongkai.agencies.divisions import Level
from gongkai.agencies.identity import Identity, identify
from gongkai.agencies.kinds import AgencyLevel

__all__ = ["AgencyLevel", "Identity", "Level", "identify"]
