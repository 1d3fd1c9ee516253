"""What an OFD package holds: its document, the document's pages, templates and resources (GB/T 33190, 7 and 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.errors import DamagedSource, EncryptedSource, SourceError
from gongkai.readers.ofd.package import ENTRY, Package
from gongkai.readers.ofd.xml import NEEDS_PASSWORD, Element, child, children, name_of, numbers, text_of

MOST_OBJECTS = 400_000  # of a whole document
_A4 = (210.0, 297.0)
_DEEPEST = 8  # parents of a page, or of a style
_HARMLESS = ("Link", "Highlight", "Watermark")


class Book:
    """One document of a package."""

    def __init__(self, data: bytes) -> None:
        """Open the package and its first document that has pages.

        :raises EncryptedSource: it needs a password.
        :raises DamagedSource: it is broken, or holds no pages.
        """
        self.package = Package(data)
        self._known: dict[str, dict[tuple[str, str | None], Element]] = {}
        self._left = MOST_OBJECTS
        try:
            self._open()
        except DamagedSource as error:
            raise self.why(error) from error

    def _open(self) -> None:
        bodies = list(children(self.package.tree(ENTRY), "DocBody"))
        self.others = len(bodies) - 1
        faults: list[DamagedSource] = []
        for body in bodies:
            self.title = text_of(body, "DocInfo", "Title")
            self.root = self.package.resolve(ENTRY, text_of(body, "DocRoot"))
            try:
                self.document = self.package.tree(self.root)
            except DamagedSource as error:
                faults.append(error)
                continue
            self.pages = list(children(child(self.document, "Pages"), "Page"))
            if self.pages:
                return
        raise _pageless(bodies, faults)

    def why(self, error: SourceError) -> SourceError:
        """Return the reason why a part cannot be read: where parts of the package are encrypted it is that."""
        try:
            return EncryptedSource(NEEDS_PASSWORD) if self.package.is_encrypted() else error
        except SourceError:
            return error

    def spend(self, count: int = 1) -> None:
        """Count objects and characters. Raises DamagedSource beyond the most that a report has, however little the file says it with."""
        self._left -= count
        if self._left < 0:
            raise DamagedSource(
                f"the OFD file prints more than {MOST_OBJECTS} objects and characters; this is no report"
            )

    def page(self, at: int) -> tuple[str, Element]:
        """Return the name and the content of a page. Raises SourceError where it is missing or broken."""
        name = self.package.resolve(self.root, self.pages[at].get("BaseLoc") or "")
        try:
            return name, self.package.tree(name)
        except DamagedSource as error:
            raise self.why(error) from error

    def size(self, page: Element | None) -> tuple[float, float]:
        """Return a page's width and height in millimetres: its own, the document's, else those of A4."""
        own = text_of(page, "Area", "PhysicalBox") or text_of(page, "Content", "PageArea", "PhysicalBox")
        for text in (own, text_of(self.document, "CommonData", "PageArea", "PhysicalBox")):
            box = numbers(text, 4)
            if box and box[2] > 0 and box[3] > 0:
                return box[0] + box[2], box[1] + box[3]
        return _A4

    def template(self, key: str) -> Element:
        """Return the content of a template page. Raises DamagedSource where it is missing or broken."""
        for each in children(child(self.document, "CommonData"), "TemplatePage"):
            if each.get("ID") == key:
                return self.package.tree(self.package.resolve(self.root, each.get("BaseLoc") or ""))
        raise DamagedSource(f"there is no template {key}")

    def appearances(self, page: str) -> Iterator[Element]:
        """Yield what annotations show on the page with this number; links and highlights hide nothing."""
        listed = text_of(self.document, "Annotations")
        if not listed:
            return
        source = self.package.resolve(self.root, listed)
        try:
            for each in children(self.package.tree(source), "Page"):
                if each.get("PageID") == page:
                    found = self.package.tree(self.package.resolve(source, text_of(each, "FileLoc")))
                    for annotation in children(found, "Annot"):
                        shown = child(annotation, "Appearance")
                        if shown is not None and annotation.get("Type") not in _HARMLESS and _is_visible(annotation):
                            yield shown
        except DamagedSource:
            return  # a list that is broken shows nothing in viewers either

    def resource(self, page: str, kind: str, key: str | None) -> Element | None:
        """Return the resource of a kind (``CompositeGraphicUnit``, ``DrawParam``) that a page names, or None."""
        if page not in self._known:
            self._known[page] = {
                (name_of(each), each.get("ID")): each
                for _, resources in self._listed(page)
                for group in children(resources, "CompositeGraphicUnits", "DrawParams")
                for each in group
            }
        return self._known[page].get((kind, key))

    def _listed(self, page: str) -> Iterator[tuple[str, Element]]:
        """Yield the lists of resources that a page may name, each with its own name."""
        named = [(self.root, each) for each in children(child(self.document, "CommonData"), "PublicRes", "DocumentRes")]
        named += [(page, each) for each in children(self.package.tree(page), "PageRes")]
        for source, each in named:
            name = self.package.resolve(source, each.text or "")
            try:
                yield name, self.package.tree(name)
            except DamagedSource:
                continue  # whatever is asked for and not found is told where it is missing

    def picture(self, page: str, key: str | None) -> bytes | None:
        """Return the file of a picture that a page names; None where the package does not hold it, or it is broken."""
        for source, resources in self._listed(page):
            for each in (one for group in children(resources, "MultiMedias") for one in children(group, "MultiMedia")):
                if key is not None and each.get("ID") == key:
                    where = f"{resources.get('BaseLoc') or ''}/{text_of(each, 'MediaFile')}".lstrip("/")
                    return self._stored(source, (where, text_of(each, "MediaFile")))
        return None

    def font(self, page: str, key: str) -> str | None:
        """Return the name of the part that holds a font which a page names; None where the file brings none with it."""
        for source, resources in self._listed(page):
            for each in (one for group in children(resources, "Fonts") for one in children(group, "Font")):
                file = text_of(each, "FontFile") if each.get("ID") == key else ""
                for where in (f"{resources.get('BaseLoc') or ''}/{file}".lstrip("/"), file) if file else ():
                    name = self.package.resolve(source, where)
                    if name in self.package:
                        return name
        return None

    def stored(self, part: str) -> bytes | None:
        """Return what a part holds; None where it is broken."""
        return self._stored("", (part,))

    def _stored(self, source: str, locations: Iterable[str]) -> bytes | None:
        names = (self.package.resolve(source, location) for location in locations)
        try:
            return next((self.package.read(name) for name in names if name in self.package), None)
        except SourceError:
            return None

    def style(self, page: str, item: Element, kind: str) -> Element | None:
        """Return an object's colour of a kind: its own, or that of its drawing parameters or what they build on."""
        found, key = child(item, kind), item.get("DrawParam")
        for _ in range(_DEEPEST):
            if found is not None or not key:
                break
            parameters = self.resource(page, "DrawParam", key)
            found, key = child(parameters, kind), parameters.get("Relative") if parameters is not None else None
        return found


def _is_visible(annotation: Element) -> bool:
    return (annotation.get("Visible") or "").strip().lower() not in ("false", "0")


def _pageless(bodies: list[Element], faults: list[DamagedSource]) -> DamagedSource:
    if faults:
        return faults[0]
    signed = any(child(body, "Signatures") is not None for body in bodies)
    held = "signatures but no pages" if signed else "no pages"
    return DamagedSource(f"the OFD file holds {held}; ask for the file with its text, or for the Word or PDF file")
