"""The recogniser and the detector: two networks that come with rapidocr, run by onnxruntime (both of the extra ``ocr``).

rapidocr's own pipeline gives one confidence a line; figures need one a character, so only its models are used.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from time import perf_counter

import cv2
import numpy as np
import onnxruntime

from gongkai.readers.ocr.arrays import Floats, Gray
from gongkai.readers.ocr.ctc import Reading, decode, shapes

_HEIGHT = 48  # pixels: what the recogniser was trained on
_STRIDE = 8  # pixels of width for each of its frames
_NARROWEST = 64  # pixels; the network was trained on no narrower line
_BATCH_PIXELS = 2560  # width of all crops of one batch together; more does not go faster
_SIDE = 32  # the detector takes multiples of it
_DETECTED = 960  # pixels: the shorter side of what the detector sees


class Engine:
    """Both networks. ``seconds`` is the time spent inside them so far."""

    def __init__(self) -> None:
        models = files("rapidocr") / "models"
        self._recogniser = _session(str(models / "PP-OCRv6_rec_small.onnx"))
        self._detector = _session(str(models / "PP-OCRv6_det_small.onnx"))
        self._characters = _characters(self._recogniser)
        self._alike = shapes(self._characters)
        self.seconds = 0.0

    def recognise(self, crops: Sequence[Gray]) -> list[Reading]:
        """Read one line of text in each crop (8 bit grey, dark on light, any height); equal ones once.

        Most cells of a table hold the same 0, and where a program drew the picture, so do their pixels.
        """
        keys = [(crop.shape, crop.tobytes()) for crop in crops]
        different = dict(zip(keys, crops, strict=True))
        read = dict(zip(different, self._read(tuple(different.values())), strict=True))
        return [read[key] for key in keys]

    def _read(self, crops: Sequence[Gray]) -> list[Reading]:
        scaled = [_scaled(crop) for crop in crops]
        readings: list[Reading] = [Reading()] * len(crops)
        for batch in _batches([crop.shape[1] for crop in scaled]):
            width = max(scaled[i].shape[1] for i in batch)
            frames = self._run(self._recogniser, np.concatenate([_padded(scaled[i], width) for i in batch]))
            for i, own in zip(batch, frames, strict=True):
                used = own[: -(-scaled[i].shape[1] // _STRIDE)]
                readings[i] = decode(used, self._characters, self._alike, _STRIDE * crops[i].shape[0] / _HEIGHT)
        return readings

    def text_map(self, picture: Gray) -> Floats:
        """Return for each pixel of a smaller copy of ``picture`` how likely it lies in a line of text."""
        height, width = picture.shape
        scale = min(1.0, _DETECTED / min(height, width))
        size = [max(_SIDE, round(side * scale / _SIDE) * _SIDE) for side in (width, height)]
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        found: Floats = self._run(self._detector, _normal(small)[None])[0, 0]
        return found

    def _run(self, session: onnxruntime.InferenceSession, batch: Floats) -> Floats:
        start = perf_counter()
        result: Floats = session.run(None, {session.get_inputs()[0].name: batch})[0]
        self.seconds += perf_counter() - start
        return result


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Return this process's engine; loading it takes about a second."""
    return Engine()


def _session(model: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = threads()
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def threads() -> int:
    """Threads for one engine: ``OMP_NUM_THREADS``, else half of the cores, at most four: several workers share a machine."""
    asked = os.environ.get("OMP_NUM_THREADS", "")
    return int(asked) if asked.isdigit() and int(asked) else max(1, min(4, (os.cpu_count() or 1) // 2))


def _characters(session: onnxruntime.InferenceSession) -> tuple[str, ...]:
    return ("", *session.get_modelmeta().custom_metadata_map["character"].splitlines(), " ")


def _scaled(crop: Gray) -> Gray:
    height, width = crop.shape
    scaled: Gray = cv2.resize(
        crop, (max(_STRIDE, round(width * _HEIGHT / height)), _HEIGHT), interpolation=cv2.INTER_CUBIC
    )
    return scaled


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Yield batches of crops of about one width, none too large."""
    batch: list[int] = []
    for i in sorted(range(len(widths)), key=widths.__getitem__):
        if batch and (len(batch) + 1) * widths[i] > _BATCH_PIXELS:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _padded(crop: Gray, width: int) -> Floats:
    whole = np.zeros((1, 3, _HEIGHT, max(_NARROWEST, -(-width // _STRIDE) * _STRIDE)), np.float32)
    whole[0, :, :, : crop.shape[1]] = _normal(crop)
    return whole


def _normal(picture: Gray) -> Floats:
    """Return three equal channels from -1 to 1."""
    plane = picture.astype(np.float32) / 127.5 - 1.0
    return np.broadcast_to(plane, (3, *plane.shape))
