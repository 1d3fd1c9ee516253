"""A browser for the tests of the pages: one for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chromium import Chromium


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    with Chromium(1400, 900) as found:
        yield found


@pytest.fixture
def browser(chromium: Chromium) -> Iterator[Chromium]:
    """A browser that must not complain: of a script, of the policy, of a file that is not there."""
    chromium.console.clear()
    chromium.requests.clear()
    yield chromium
    assert not chromium.console
