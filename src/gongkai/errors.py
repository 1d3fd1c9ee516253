"""Everything gongkai raises on purpose.

::

    GongkaiError
    ├── SourceError            this file gives no report
    │   ├── EmptySource            nothing in it
    │   │   └── PictureWithoutText     a logo, a photograph: among many sources it is passed over
    │   ├── UnknownFormat          not a format that a reader exists for
    │   ├── DamagedSource          the right format, but broken
    │   ├── EncryptedSource        needs a password
    │   ├── UnsupportedFormat      a known format whose reader is not there; says what to install
    │   ├── MissingProgram         its reader needs a program that is not installed or does not work
    │   └── NotAReport             readable, but no 政府信息公开工作年度报告
    ├── FormError              a form file is wrong: names file, line and key
    ├── UsageError             wrong call: no source found, a dataset folder that is none
    └── MachineError           the machine does not let it go on: a full disk, too many open files

Messages are for people: what is wrong, in which file and where, what to do. ``code`` is the class's own name in
snake case and stands in ``failures.csv``.
"""

from __future__ import annotations

import errno
import os
import re


class GongkaiError(Exception):
    """Root of the tree; ``str()`` of it is one line for a person."""

    @property
    def code(self) -> str:
        """The class's name in snake case, such as ``encrypted_source``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()


class SourceError(GongkaiError):
    """This file gives no report."""


class EmptySource(SourceError):
    """The file holds nothing: no bytes, or no text."""


class PictureWithoutText(EmptySource):
    """A picture that can be no page of a report: no text was found on it, and it is too small for one, or no paper with ink."""


class UnknownFormat(SourceError):
    """The content is of no format that gongkai reads, whatever the file's name says."""


class DamagedSource(SourceError):
    """The format is known, but the file is cut short or broken."""


class EncryptedSource(SourceError):
    """The file opens only with a password."""


class UnsupportedFormat(SourceError):
    """The format is known, but its reader is not installed or not written; the message says what to do."""


class MissingProgram(SourceError):
    """Its reader needs a program of the system that is not installed, or does not work; the message names the package."""


class NotAReport(SourceError):
    """The text can be read, but nothing in it is an annual report on government information disclosure."""


class FormError(GongkaiError):
    """A form file is wrong; the message names the file, the line and the key."""


class UsageError(GongkaiError):
    """The call itself is wrong: no such source, an output folder that holds something else."""


class MachineError(GongkaiError):
    """The machine does not let the work go on, whatever the files hold; what was done is kept."""


_MACHINE = frozenset(
    (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.EIO, errno.ENOLCK, errno.EAGAIN)
)


def machine_fault(error: BaseException | None) -> OSError | None:
    """Return the fault of the machine that an error was raised for: no room on the disk, no more open files."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, OSError) and error.errno in _MACHINE:
            return error
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return None


def unreadable(where: str | os.PathLike[str], error: OSError) -> GongkaiError:
    """Return what to raise where something that must be read cannot be: a MachineError for a disk that fails, else a UsageError."""
    reason = error.strerror or str(error)
    if machine_fault(error) is None:
        return UsageError(f"{os.fspath(where)}: cannot be read: {reason}")
    return MachineError(f"{os.fspath(where)}: cannot be read: {reason}; once that is mended, the same command goes on")


def unwritable(where: str | os.PathLike[str], error: OSError) -> GongkaiError:
    """Return what to raise where something cannot be written: a MachineError for what room on the disk would mend, else a UsageError."""
    reason = error.strerror or str(error)
    if machine_fault(error) is None:
        return UsageError(f"{os.fspath(where)}: cannot be written: {reason}")
    return MachineError(
        f"{os.fspath(where)}: cannot be written: {reason}; once that is mended, the same command goes on"
    )
