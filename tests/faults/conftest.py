"""These tests run without reading any document."""

from fakes import fake_pipeline

__all__ = ["fake_pipeline"]
