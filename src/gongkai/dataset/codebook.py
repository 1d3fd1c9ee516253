"""``CODEBOOK.md``: the dataset explained to a person, in Chinese and English, made from the columns and the forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from gongkai.dataset.columns import stata_names_of, table_keys
from gongkai.dataset.files import WHO, File
from gongkai.dataset.formats.declared import names
from gongkai.dataset.long_tables import is_long, long_columns
from gongkai.forms.model import Form, TableForm
from gongkai.forms.variables import variables_of

_HEAD = """# 数据集说明 Codebook

由 gongkai 从已公布的年度报告读出。数字照原样，从不改正；对不上的勾稽如实标出。
Read by gongkai from published annual reports. Figures are given as printed, never corrected; where a sum does not hold, the check says so.

目录 Contents: [打开 How to open it](#open) · [空值 What null means](#null) · [状态 Statuses](#statuses) · [撇号 The apostrophe](#guard) ·
[文件与列 Files and columns](#files) · [变量 Variables](#variables)

## <a id="open"></a>打开 How to open it

CSV 为 UTF-8（带 BOM）、逗号分隔，以 `report_id` 相连；宽表自带 `agency_name`、`year`、`province_name`。其他格式由 CSV 生成，以 CSV 为准。
CSV is UTF-8 with a byte order mark, comma-separated; files are joined by `report_id`; wide tables have `agency_name`, `year` and
`province_name` themselves. Other formats are made from the CSV files
(`gongkai export DATASET --formats {formats}`), which go before.

双击 CSV 时，Excel 会把形如 `1234567890123456` 或 `70021955500000e5` 的 `report_id` 当作数字，`dataset.xlsx` 则不会。
On a double click Excel takes a `report_id` such as `1234567890123456` or `70021955500000e5` for a number; in `dataset.xlsx` it does not.

| | CSV | 其他格式 another format |
|---|---|---|
| Excel, WPS, LibreOffice | 双击 double click `reports.csv` | 双击 double click `dataset.xlsx` |
| pandas | `pd.read_csv("requests.csv", encoding="utf-8-sig", dtype={"report_id": str})` | `pd.read_parquet("parquet/requests.parquet")` |
| Python | `gongkai.open_dataset("dataset").table("requests")` | |
| R | `readr::read_csv("requests.csv", col_types = readr::cols(report_id = "c"), guess_max = Inf)` | \
`arrow::read_parquet("parquet/requests.parquet")`, `haven::read_dta("stata/requests.dta")` |
| Stata | `import delimited requests.csv, encoding("utf-8") stringcols(1) bindquotes(strict) varnames(1)` | \
`use stata/requests.dta` |
| DuckDB | `from read_csv('requests.csv', types = {'report_id': 'varchar'}, sample_size = -1)` | `from 'parquet/requests.parquet'` |
| Datasette, SQLite | | `datasette dataset.sqlite -m metadata.json` |

DuckDB 只看前两万行定类型，其后的小数会被悄悄取整；`sample_size = -1` 看全部。Parquet 无此问题。
DuckDB tells types by the first twenty thousand rows, and rounds decimals that come later without a word; `sample_size = -1` reads all.
Parquet has its types.

Stata 变量名至多 32 个字符：装不下的 `行__列`，行取前 16 个字符、列取前 14 个；点号等变为下划线，数字开头的前面加 v。
对照见下及 codebook.csv。状态等编码列是带值标签的数字：`keep if status == 1`。
A name in Stata has at most 32 characters: of a longer `row__column` the first 16 of the row stay and the first 14 of the column; a
dot becomes an underscore, `v` goes before a digit; all names stand below and in codebook.csv. Coded columns such as `status` are
numbers with value labels: `keep if status == 1`.

## <a id="null"></a>空值 What null means

空单元格是缺失，不是 0：没有印出数字，或者无法确定。原因看 `cells.csv` 的 `status`；印出的 0 就是 0。
An empty cell is missing, never 0: no number was printed there, or it could not be decided. `status` in `cells.csv` says which; a printed
0 is a 0. A report that lacks a table has no row in that table's wide file. In Parquet null, in Stata `.` (text: `""`), in SQLite NULL.

## <a id="statuses"></a>状态 Statuses

| `cells.status` | 含义 | meaning |
|---|---|---|
| `reported` | 印有数字，即 `value` | a number is printed: the `value` |
| `blank` | 有此格，空着 | the cell is there and empty |
| `not_applicable` | 印着 `/`、`-`、`—`、无 | `/`, `-`, `—` or 无 is printed |
| `unreadable` | 印着字，不是数字 | something is printed that is no number |
| `ambiguous` | 有数字，但归属无法确定 | figures are there, but which cell they belong to cannot be decided |
| `missing` | 来源中不见此格 | the source has no trace of the cell |
| `corrected` | 由审核人更正，`raw` 仍是印出的 | a reviewer decided on the value; `raw` is still what is printed |

| `reports.status` | 含义 | meaning |
|---|---|---|
| `complete` | 格式已知，每格都已定 | the form is known, every cell is decided |
| `partial` | 有的格未见、不定或不可读 | some cells are missing, ambiguous or unreadable |
| `failed` | 没有相合的格式，只有文字 | no form fits; text and title only |

| `checks.status` | 含义 | meaning |
|---|---|---|
| `pass` | 勾稽相符 | the rule holds |
| `fail` | 勾稽不符，数字照原样保留 | it does not hold; the figures stay as printed |
| `skipped` | 缺数，未判 | figures are wanting, it was not decided |

## <a id="guard"></a>撇号 The apostrophe

CSV 中会被表格软件当作公式的文字（以 `=` `+` `-` `@`、制表符或回车开头），前面加了一个撇号 `'`；原文以撇号接这些字符开头的也加一个。
取回原文：去掉一个撇号。其他格式中的文字即是原文。
In CSV, text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return) has an apostrophe
`'` before it, and so has text that begins with apostrophes and one of these: take one apostrophe away to get the source's own text. In
the other formats text is the source's own.
"""


def codebook_text(files: Iterable[File], forms: tuple[Form, ...]) -> str:
    """Write the page."""
    wide = set(table_keys(forms))
    lines = [_HEAD.replace("{formats}", ",".join(names())), '## <a id="files"></a>文件与列 Files and columns', ""]
    for file in files:
        lines += _file_lines(file, file.name in wide)
    lines += ['## <a id="variables"></a>变量 Variables', ""]
    lines += ["宽表每列一个变量，列名为 `行__列`。 A column of a wide table is a variable, named `row__column`.", ""]
    stata = stata_names_of(forms)
    for form in forms:
        for table in form.tables:
            lines += _table_lines(form, table, stata)
    return "\n".join(lines)


def _file_lines(file: File, wide: bool) -> Iterator[str]:
    yield from (f"### `{file.path}`", "", f"{_plain(file.zh)}。 {_plain(_capital(file.en))}.", "")
    yield from ("| 列 column | 类型 type | 中文 | English |", "|---|---|---|---|")
    wide = wide and not is_long(file)
    for column in file.columns[: 1 + len(WHO)] if wide else file.columns:
        yield _row(f"`{column.name}`", column.type, _plain(column.zh), _plain(column.en))
    if wide:
        yield _row("`row__column` …", "integer, number", "各变量，见下", "the variables, see below")
    yield ""


def _table_lines(form: Form, table: TableForm, names: dict[tuple[str, str], str]) -> Iterator[str]:
    yield from (f"### `{form.id}` · `{table.key}`", "", _plain(f"{form.spec.name} · {table.spec.label}"), "")
    yield from ("| 列名 variable | Stata | 中文 | English | 单位 unit |", "|---|---|---|---|---|")
    for column in long_columns(table):
        yield _row(
            f"`{column.name}`",
            f"`{names[table.key, column.name]}`",
            *map(_plain, (column.zh, column.en, column.unit or "")),
        )
    for v in variables_of(table) if table.open is None else ():
        yield _row(f"`{v.name}`", f"`{names[table.key, v.name]}`", *map(_plain, (v.label_zh, v.label_en, v.unit or "")))
    yield ""


def _row(*cells: str) -> str:
    return f"| {' | '.join(' '.join(cell.replace('|', chr(92) + '|').split()) for cell in cells)} |"


def _plain(text: str) -> str:
    """Keep a label of somebody's own form from being taken for HTML."""
    return escape(text, quote=False)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
