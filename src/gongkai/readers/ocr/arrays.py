"""Names for the arrays that hold pictures; rows first, the origin at the top left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
"""Height x width: 0 black, 255 white."""
Color = NDArray[np.uint8]
"""Height x width x (red, green, blue)."""
Mask = NDArray[np.uint8]
"""Height x width: 255 where something is, else 0."""
Floats = NDArray[np.float32]
Boxes = NDArray[np.int32]
"""Count x (left, top, right, bottom), in pixels."""
