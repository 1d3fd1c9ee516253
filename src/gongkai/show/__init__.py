"""A Report for the terminal, for the notebook and as pandas frames, laid out as its form is printed."""

from gongkai.show.frame import table_frame
from gongkai.show.grids import grid_frame
from gongkai.show.notebook import report_html
from gongkai.show.terminal import report_text

__all__ = ["grid_frame", "report_html", "report_text", "table_frame"]
