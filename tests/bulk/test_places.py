"""Words found in bytes by the C library are those that Python finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.bulk import places as module
from gongkai.bulk.places import _found, places


@given(st.binary(max_size=40), st.binary(min_size=1, max_size=3), st.lists(st.integers(0, 5), max_size=8))
def test_the_places_are_those_of_python(filler: bytes, word: bytes, gaps: list[int]):
    """A word is found at the beginning, at the end, beside itself and behind zeros, in short and in long bytes."""
    data = word.join(filler[:gap] for gap in gaps) + filler
    for one in (data, data + bytes(3000), bytes(3000) + data):
        assert list(places(one, word)) == list(_found(one, word))


def test_where_the_system_has_no_fast_search_python_does_it(monkeypatch: pytest.MonkeyPatch):
    """On Windows and macOS the places are the same."""
    monkeypatch.setattr(module.sys, "platform", "win32")
    module._library.cache_clear()
    assert module._library() is None
    assert list(places(bytes(3000) + b"ab", b"ab")) == [3000]
    module._library.cache_clear()
