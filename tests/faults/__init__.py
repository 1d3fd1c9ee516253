"""These tests run without reading any document."""
