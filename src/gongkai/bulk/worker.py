"""One source in, one report or one failure out; nothing that a file holds can end the run."""

from __future__ import annotations

import hashlib

import msgspec

from gongkai import pipeline
from gongkai.bulk.office import Prepared
from gongkai.bulk.sources import Opener, Source
from gongkai.dataset.rows import Failure
from gongkai.errors import SourceError
from gongkai.forms.model import Form
from gongkai.report import Report

Outcome = Report | Failure


def process(source: Source, opener: Opener, forms: tuple[Form, ...], prepared: Prepared | None = None) -> Outcome:
    """Read one source, or what was read and converted of it before. Never raises for what is in it."""
    digest: str | None = None
    try:
        data = prepared.data if prepared else opener.read(source)
        digest = hashlib.sha256(data).hexdigest()
        converted = prepared.converted if prepared else None
        report = pipeline.extract_bytes(data, source.name, path=source.path, forms=forms, converted=converted)
        msgspec.json.encode(report)  # what cannot be written fails here, with its file
    except SourceError as error:
        return Failure(source.path, digest, error.code, str(error).removeprefix(f"{source.path}: "))
    except Exception as error:  # the one broad except: a defect of ours costs its file only
        message = f"a defect of gongkai, please report it ({type(error).__name__}: {error})"
        return Failure(source.path, digest, "internal_error", " ".join(message.split()))
    return report
