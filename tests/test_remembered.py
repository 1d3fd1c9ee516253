"""What is remembered from one report never shows in the next one: memory saves time, and nothing else."""

from __future__ import annotations

import sys
from inspect import signature
from random import Random

import msgspec
import pytest

from corpus.evaluation import flavours
from corpus.sources import pdf
from corpus.truth import any_options, make_truth
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract_bytes

KNOWN = {flavour.name: flavour for flavour in flavours()}
FORMS = load_forms()[:2]
SEEDS = (4100, 4101)


def forget():
    """Empty all that functions of the package remember of reports; what takes no argument holds the package's own files."""
    for name, module in list(sys.modules.items()):
        if name.startswith("gongkai"):
            for value in list(vars(module).values()):
                if callable(clear := getattr(value, "cache_clear", None)) and signature(value).parameters:
                    clear()


def printed(flavour):
    """Yield reports of two forms in one flavour, each beside one of the same labels and other figures."""
    for form in FORMS:
        for seed in SEEDS:
            truth = make_truth(seed, form, **any_options(seed))
            yield KNOWN[flavour].write(truth, Random(seed)), f"report{KNOWN[flavour].extension}"


def said(data, name):
    """Return a report's JSON."""
    return msgspec.json.encode(extract_bytes(data, name))


@pytest.mark.parametrize("flavour", sorted(KNOWN))
def test_a_report_is_the_same_whatever_was_read_before(flavour):
    """Read after others of its template or with nothing remembered, a report says the same, byte by byte, in every flavour."""
    files = [file for file in printed(flavour) if file[0] is not None]
    after_others = [said(*file) for file in (*files, *files)][len(files) :]
    for file, expected in zip(files, after_others, strict=True):
        forget()
        assert said(*file) == expected


@pytest.mark.needs("libreoffice-writer", "soffice", "libreoffice")
def test_a_pdf_is_the_same_whatever_was_read_before():
    """The fonts, digits and lines that one PDF had make no other one out of the next."""
    files = [(pdf(make_truth(seed, FORMS[0], **any_options(seed))), "report.pdf") for seed in SEEDS]
    after_others = [said(*file) for file in (*files, *files)][len(files) :]
    for file, expected in zip(files, after_others, strict=True):
        forget()
        assert said(*file) == expected
