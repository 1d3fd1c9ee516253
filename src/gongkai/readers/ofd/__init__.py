"""OFD files (GB/T 33190-2016), the Chinese fixed layout: a zip of XML with positioned text."""

from gongkai.readers.ofd.reader import read

__all__ = ["read"]
