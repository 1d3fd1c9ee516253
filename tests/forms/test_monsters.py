"""Form files that would end the process, or never end, are refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.errors import FormError
from gongkai.forms.bounds import MOST_BYTES
from gongkai.forms.load import check_file, load_form

BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
MONSTERS = {
    "brackets": "[" * 100_000,
    "braces": "{" * 100_000,
    "braces with keys": "{a: " * 100_000,
    "dashes": "- " * 100_000,
    "questions": "? " * 100_000,
    "stairs": "".join(f"{' ' * n}a:\n" for n in range(300)),
    "closed brackets": "id: " + "[" * 5000 + "]" * 5000,
    "bomb": BOMB,
    "long": "#" * (MOST_BYTES + 1),
}


@pytest.mark.parametrize("name", MONSTERS)
def test_a_monster_is_refused_with_its_place(name: str, tmp_path: Path):
    """By both ways to read a form file."""
    path = tmp_path / "form.yaml"
    path.write_text(MONSTERS[name])
    for read in (load_form, check_file):
        with pytest.raises(FormError, match=r"form\.yaml"):
            read(path)
