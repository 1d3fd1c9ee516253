"""The language of the command line: ``--lang``, before or behind any command, else ``GONGKAI_LANG``, else the locale."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any, Literal

import click

from gongkai.messages.language import Language, language_of

if TYPE_CHECKING:
    from gongkai.messages.catalogue import Said

_KEPT = "gongkai.language"
_CLICK = MappingProxyType(
    {
        "Usage: ": "用法：",
        "\nOptions:": "\n选项：",
        "\nCommands:": "\n命令：",
        "[default: ": "[默认：",
        "[default:\n": "[默认：\n",
        "[required]": "[必填]",
        "; required]": "；必填]",
        "Show this message and exit.": "显示本说明。",
    }
)
"""What click itself says around the texts of a command."""


class SpokenContext(click.Context):
    """Gives help in the language that was asked for."""

    def get_help(self) -> str:
        """Return the help of the command."""
        if language(self) == "en":
            return super().get_help()
        text = _chinese(self.command, _words(self)).get_help(self)
        for english, chinese in _CLICK.items():
            text = text.replace(english, chinese)
        return text


class SpokenUsageError(click.UsageError):
    """Wrong use, told in the language that was asked for."""

    def __init__(self, error: click.UsageError) -> None:
        super().__init__(error.format_message(), error.ctx)

    def show(self, file: IO[Any] | None = None) -> None:
        """Print what is wrong, how the command is used, and what tells more."""
        if self.ctx is not None:
            usage = self.ctx.get_usage().replace("Usage: ", _CLICK["Usage: "]).replace("[OPTIONS]", "[选项]")
            click.echo(f"{usage}\n试试 {self.ctx.command_path} --help。\n", file=file, err=file is None)
        click.echo(f"错误：{spoken(self.message, self.ctx)}", file=file, err=file is None)


@contextmanager
def wrong_use_spoken(ctx: click.Context | None = None) -> Iterator[None]:
    """Tell wrong use in the language of the call; what shows the help goes through."""
    try:
        yield
    except (SpokenUsageError, click.exceptions.NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        if language(ctx or error.ctx) == "en":
            raise
        raise SpokenUsageError(error) from error


def language(ctx: click.Context | None = None) -> Language:
    """Return the language of a call."""
    ctx = ctx or click.get_current_context(silent=True)
    asked: Language | None = ctx.meta.get(_KEPT) if ctx else None
    return asked or language_of(os.environ)


def spoken(message: str, ctx: click.Context | None = None) -> str:
    """Give an English message in the language of the call."""
    from gongkai.messages.catalogue import said  # noqa: PLC0415

    return said(message, language(ctx))


def spoken_comments(text: str, ctx: click.Context | None = None) -> str:
    """Give the text of a form file with its comments in the language of the call."""
    from gongkai.messages.remarked import remarked  # noqa: PLC0415

    return remarked(text, language(ctx))


def tell(key: str, **values: Said | str | float | None) -> str:
    """Say the sentence of that key in the language of the call."""
    from gongkai.messages.catalogue import say  # noqa: PLC0415

    return say(key, **values).in_(language())


def field(name: str, text: str, wide: int = 10) -> str:
    """Give a line that begins with a name, filled up to ``wide`` columns of the terminal."""
    return f"{padded(tell(f'name.{name}'), wide)}{text}"


def kept_aside(names: Sequence[str], wide: int = 10) -> Iterator[str]:
    """Give the line that says which files of a dataset somebody had edited; none where nobody had."""
    from gongkai.messages.catalogue import counted  # noqa: PLC0415

    if names:
        shown = f"{', '.join(names[:3])}{' …' if len(names) > 3 else ''}"
        yield field("mended", tell("summary.edited", files=counted("file", len(names)), shown=shown), wide)


def padded(text: str, wide: int) -> str:
    """Fill a text up to ``wide`` columns of the terminal, with one blank at least."""
    from gongkai.show.width import text_width  # noqa: PLC0415

    return f"{text}{' ' * max(1, wide - text_width(text))}"


def listed(parts: Iterable[str], mark: Literal[",", ";"] = ",") -> str:
    """Join what stands in one row, as the language of the call does."""
    return {",": "、", ";": "；"}[mark].join(parts) if language() == "zh" else f"{mark} ".join(parts)


def with_language(command: click.Command) -> click.Command:
    """Return a command, and those below it, that takes ``--lang`` and gives its help in that language."""
    made = copy.copy(command)
    made.context_class = SpokenContext
    made.params = [*command.params, language_option()]
    if isinstance(made, click.Group):
        made.commands = {name: with_language(below) for name, below in made.commands.items()}
    return made


def language_option() -> click.Option:
    """Return the option ``--lang``."""
    return click.Option(
        ["--lang"],
        type=click.Choice(["zh", "en"]),
        callback=_keep,
        expose_value=False,
        is_eager=True,
        help="Speak Chinese or English; without, as GONGKAI_LANG or the locale says.",
    )


def _keep(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.meta[_KEPT] = value


def _words(ctx: click.Context) -> str:
    """Return the words of a command after ``gongkai``, however the program was called."""
    words: list[str] = []
    at: click.Context | None = ctx
    while at is not None and at.parent is not None:
        words.insert(0, at.info_name or "")
        at = at.parent
    return " ".join(words) or "gongkai"


def _chinese(command: click.Command, words: str) -> click.Command:
    """Return a copy of a command that says the same of itself in Chinese; what has no Chinese stays English."""
    from gongkai.messages.helps import helps  # noqa: PLC0415

    known = helps().get(words)
    made = copy.copy(command)
    if known is None:
        return made
    made.help, made.epilog = known.help, known.epilog or command.epilog
    made.short_help = known.help.partition("\n")[0]
    made.params = [_option(param, known.options) for param in command.params]
    if isinstance(made, click.Group):
        start = "" if words == "gongkai" else f"{words} "
        made.commands = {name: _chinese(below, f"{start}{name}") for name, below in made.commands.items()}
    return made


def _option(param: click.Parameter, texts: dict[str, str]) -> click.Parameter:
    from gongkai.messages.helps import helps  # noqa: PLC0415

    name = max(param.opts, key=len)
    text = texts.get(name) or helps()["gongkai"].options.get(name)
    if not isinstance(param, click.Option) or text is None:
        return param
    made = copy.copy(param)
    made.help = text
    if isinstance(made.show_default, str):
        made.show_default = spoken_default(made.show_default)
    return made


def spoken_default(words: str) -> str:
    """Say in Chinese what holds where an option is not given."""
    from gongkai.messages.catalogue import in_chinese  # noqa: PLC0415

    return in_chinese(words) or words
