"""What a program that uses gongkai may hear: loggers of the standard library below ``gongkai``, silent unless it listens.

``gongkai.run`` tells of a dataset's run (INFO: begin, each source that was read, end; WARNING: each that gave no report),
``gongkai.many`` of ``extract_many`` likewise, ``gongkai.read`` of each document's reading (DEBUG).
"""

from __future__ import annotations

import logging


def logger(name: str) -> logging.Logger:
    """Return the logger ``gongkai.NAME``; where nobody listens, not even a warning is printed."""
    top = logging.getLogger("gongkai")
    if not top.handlers:
        top.addHandler(logging.NullHandler())
    return top.getChild(name)
