"""How much of invented documents comes back: cells under their labels, sections, title, agency and year, and changed digits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from random import Random

from corpus.others.kinds import KINDS
from corpus.others.model import Other, Path
from corpus.others.printing import PRINTERS, to_docx, to_html
from corpus.others.spoiling import spoiled
from corpus.to_ofd import STYLES, to_ofd
from corpus.to_pdf import to_pdf
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract_bytes
from gongkai.report import PrintedGrid, Report, Section
from gongkai.text.fold import core, one_line

Figures = Counter[tuple[Path, Path, str]]


def printers() -> dict[str, tuple[str, Callable[[Other], bytes | None]]]:
    """All formats: those that the project prints itself, and PDFs of two programs."""
    paged: Mapping[str, tuple[str, Callable[[Other], bytes | None]]] = {
        "pdf-chromium": (".pdf", lambda other: to_pdf(to_html(other), ".html", "chromium")),
        "pdf-unruled": (".pdf", lambda other: to_pdf(to_html(other, "none"), ".html", "chromium")),
        "pdf-few-rules": (".pdf", lambda other: to_pdf(to_html(other, "few"), ".html", "chromium")),
        "pdf-office": (".pdf", lambda other: to_pdf(to_docx(other), ".docx", "libreoffice")),
        "pdf-office-tight": (".pdf", lambda other: to_pdf(to_docx(other, framed=False), ".docx", "libreoffice")),
        "ofd": (".ofd", _to_ofd),
    }
    return {**PRINTERS, **paged}


def _read(data: bytes, name: str) -> Report:
    """Read a document of no known form: without the packaged families, which have come to know some of the invented kinds."""
    return extract_bytes(data, name, forms=load_forms())


def _to_ofd(other: Other) -> bytes | None:
    printed = to_pdf(to_html(other), ".html", "chromium")
    return to_ofd(printed, STYLES["runs"]) if printed else None


def evaluate_others(seeds: range, chosen: list[str], show: bool) -> Iterator[str]:
    """Yield a line for each format: shares of cells, wrong labels, sections, metadata; of figures that a sum holds, and of documents with
    one digit changed in which a sum fails.
    """
    yield f"{'format':14}{'cells':>8}{'wrong':>8}{'sections':>10}{'metadata':>10}{'held':>8}{'noticed':>9}"
    for name, (suffix, make) in printers().items():
        if chosen and name not in chosen:
            continue
        tally: Counter[str] = Counter()
        for seed in seeds:
            for kind in KINDS:
                other = KINDS[kind](Random(f"{kind}{seed}"))
                data = make(other)
                if data is None:
                    continue
                for line in _measure(other, _read(data, f"{kind}{suffix}"), tally):
                    if show:
                        yield f"  {name} {kind} {seed}: {line}"
                changed = make(spoiled(other, Random(f"changed{kind}{seed}")))
                sums = [s for g in _read(changed or data, f"{kind}{suffix}").grids for s in g.sums]
                tally["noticed"] += any(s.status == "fail" for s in sums)
                tally["noticed_of"] += 1
        parts = zip(("cells", "wrong", "sections", "metadata", "held", "noticed"), (8, 8, 10, 10, 8, 9), strict=True)
        yield f"{name:14}" + "".join(f"{_share(tally, part):>{width}}" for part, width in parts)


def _share(tally: Counter[str], part: str) -> str:
    whole = tally[f"{part}_of"]
    return f"{tally[part] / whole:.2%}" if whole else "-"


def _measure(other: Other, report: Report, tally: Counter[str]) -> Iterator[str]:
    yield from _cells(other, report, tally)
    yield from _sections(other, report, tally)
    told = {"title": report.title, "agency": report.agency, "year": report.year}
    for key, value in told.items():
        right = core(str(getattr(other, key))) == core(str(value))
        tally["metadata"] += right
        tally["metadata_of"] += 1
        if not right:
            yield f"{key} is {value!r}, right: {getattr(other, key)!r}"


def _cells(other: Other, report: Report, tally: Counter[str]) -> Iterator[str]:
    wanted = Counter(
        (folded(row), folded(column), text)
        for table in other.all_tables()
        for half in table.halves
        for row, column, text in half.cells()
    )
    found = Counter(each for grid in report.grids for each in figures_of(grid))
    right = wanted & found
    tally["cells"] += right.total()
    tally["cells_of"] += wanted.total()
    wrong = Counter({each: n for each, n in (found - wanted).items() if any(c.isdecimal() for c in each[2])})
    tally["wrong"] += wrong.total()
    tally["wrong_of"] += max(1, found.total())
    yield from (f"missed {each}" for each in (wanted - found))
    yield from (f"wrong {each}" for each in wrong)
    yield from _held(report, tally)


def figures_of(grid: PrintedGrid) -> Iterator[tuple[Path, Path, str]]:
    """Yield the cells of a grid with the labels that they stand under."""
    for cell in grid.cells:
        yield folded(grid.rows[cell.row]), folded(grid.columns[cell.column]), cell.text


def folded(path: Path) -> Path:
    """Labels without blanks and line breaks."""
    return tuple(one_line(label).replace(" ", "") for label in path)


def _held(report: Report, tally: Counter[str]) -> Iterator[str]:
    """Count the figures that are in a sum that holds; a sum that fails is told."""
    for grid in report.grids:
        held = {at for s in grid.sums if s.status == "pass" for at in (s.total, *s.parts)}
        figures = [(c.row, c.column) for c in grid.cells if c.value]
        tally["held"] += sum(at in held for at in figures)
        tally["held_of"] += len(figures)
        yield from (f"sum fails: {grid.caption}: {s.message}" for s in grid.sums if s.status == "fail")


def _sections(other: Other, report: Report, tally: Counter[str]) -> Iterator[str]:
    wanted = [(core(c.heading), tuple(map(core, c.text))) for top in other.chapters for c in top.walk()]
    found = [
        (core(s.heading or ""), tuple(map(core, filter(None, s.text.split("\n"))))) for s in _walk(report.sections)
    ]
    right = (Counter(wanted) & Counter(found)).total()
    more = [f for f in found if f not in wanted and f[0]]
    tally["sections"] += right
    tally["sections_of"] += len(wanted) + len(more)
    yield from (f"no section {each}" for each in wanted if each not in found)
    yield from (f"section too many {each}" for each in more)


def _walk(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.children)
