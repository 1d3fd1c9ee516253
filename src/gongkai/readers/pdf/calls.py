"""Calls of pdfium that are made for every object and every figure of a page, with handles as plain numbers.

A handle that comes as a number costs half of one that comes as a pointer object, can be compared, and is a key.
"""

from __future__ import annotations

from collections.abc import Callable
from ctypes import CFUNCTYPE, c_char_p, c_float, c_int, c_ulong, c_void_p, cast
from typing import Any

import pypdfium2.raw as pdfium_c

Handle = int
_Call = Callable[..., Any]


def _call(function: object, result: Any, *arguments: Any) -> _Call:  # noqa: ANN401  (types of ctypes have no common one)
    return CFUNCTYPE(result, *arguments)(cast(function, c_void_p).value or 0)  # type: ignore[arg-type]


count_objects = _call(pdfium_c.FPDFPage_CountObjects, c_int, c_void_p)
get_object = _call(pdfium_c.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
count_of_form = _call(pdfium_c.FPDFFormObj_CountObjects, c_int, c_void_p)
get_of_form = _call(pdfium_c.FPDFFormObj_GetObject, c_void_p, c_void_p, c_ulong)
type_of = _call(pdfium_c.FPDFPageObj_GetType, c_int, c_void_p)
bounds_of = _call(pdfium_c.FPDFPageObj_GetBounds, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
matrix_of = _call(pdfium_c.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
segments_of = _call(pdfium_c.FPDFPath_CountSegments, c_int, c_void_p)
get_segment = _call(pdfium_c.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
segment_type = _call(pdfium_c.FPDFPathSegment_GetType, c_int, c_void_p)
segment_closes = _call(pdfium_c.FPDFPathSegment_GetClose, c_int, c_void_p)
draw_mode = _call(pdfium_c.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
fill_color = _call(pdfium_c.FPDFPageObj_GetFillColor, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
stroke_color = _call(pdfium_c.FPDFPageObj_GetStrokeColor, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
is_transparent = _call(pdfium_c.FPDFPageObj_HasTransparency, c_int, c_void_p)
object_of_char = _call(pdfium_c.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
render_mode = _call(pdfium_c.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
font_of = _call(pdfium_c.FPDFTextObj_GetFont, c_void_p, c_void_p)
is_embedded = _call(pdfium_c.FPDFFont_GetIsEmbedded, c_int, c_void_p)
name_of_font = _call(pdfium_c.FPDFFont_GetBaseFontName, c_ulong, c_void_p, c_void_p, c_ulong)
count_marks = _call(pdfium_c.FPDFPageObj_CountMarks, c_int, c_void_p)
get_mark = _call(pdfium_c.FPDFPageObj_GetMark, c_void_p, c_void_p, c_ulong)
mark_text = _call(pdfium_c.FPDFPageObjMark_GetParamStringValue, c_int, c_void_p, c_char_p, c_void_p, c_ulong, c_void_p)
clip_of = _call(pdfium_c.FPDFPageObj_GetClipPath, c_void_p, c_void_p)
count_clips = _call(pdfium_c.FPDFClipPath_CountPaths, c_int, c_void_p)
count_clip_segments = _call(pdfium_c.FPDFClipPath_CountPathSegments, c_int, c_void_p, c_int)
get_clip_segment = _call(pdfium_c.FPDFClipPath_GetPathSegment, c_void_p, c_void_p, c_int, c_int)
segment_point = _call(pdfium_c.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
is_generated = _call(pdfium_c.FPDFText_IsGenerated, c_int, c_void_p, c_int)
char_angle = _call(pdfium_c.FPDFText_GetCharAngle, c_float, c_void_p, c_int)
char_color = _call(pdfium_c.FPDFText_GetFillColor, c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
char_origin = _call(pdfium_c.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
loose_box = _call(pdfium_c.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
char_box = _call(pdfium_c.FPDFText_GetCharBox, c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)


def handle(pointer: object) -> Handle:
    """Return a pointer that the library gave as a number."""
    return cast(pointer, c_void_p).value or 0  # type: ignore[arg-type]
