"""``parquet/NAME.parquet``: a file a table, typed, compressed with zstd; labels and units stand in the fields' metadata.

pyarrow reads the CSV file block by block and writes a group of rows at a time, so memory stays flat however long a table is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.dataset.described import AGAIN, Field, Resource
from gongkai.dataset.formats.made import Made
from gongkai.dataset.formats.source import Source
from gongkai.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER = "parquet"
_GROUP = 1 << 17  # rows
_GROUP_BYTES = 1 << 25  # of a row group, which is held in memory while it is written
_BLOCKS = (1 << 22, 1 << 26, (1 << 31) - 1)  # bytes; a row must fit into one, and nearly all fit into the first
_GUARD = r"^'('*[=+\-@\t\r])"


def make(source: Source, target: Path) -> Made:
    """Write a file for every table. Raises UsageError where a CSV file is damaged."""
    (target / FOLDER).mkdir(exist_ok=True)
    paths = tuple(f"{FOLDER}/{table.name}.parquet" for table in source.tables)
    for table, path in zip(source.tables, paths, strict=True):
        _write(source.path(table), table, source.heads(table), target / path)
    return Made(paths)


def _write(csv: Path, table: Resource, heads: dict[str, str], path: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415  (of the extra formats)

    for block in _BLOCKS:
        try:
            _convert(csv, table, heads, path, block)
        except pa.ArrowInvalid as error:
            if "straddl" in str(error) and block != _BLOCKS[-1]:
                continue
            raise UsageError(f"{csv}: is damaged ({str(error).splitlines()[0]}); {AGAIN}") from error
        return


def _convert(csv: Path, table: Resource, heads: dict[str, str], path: Path, block: int) -> None:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = schema_of(table)
    called = pa.schema([field.with_name(heads[field.name]) for field in schema], metadata=schema.metadata)
    with pq.ParquetWriter(path, called, compression="zstd") as writer:
        for group in _groups(_batches(csv, schema, block)):
            written = pa.Table.from_batches(group, schema).rename_columns(called.names)
            writer.write_table(written.cast(called), row_group_size=2 * _GROUP)


def _batches(csv: Path, schema: pa.Schema, block: int) -> Iterator[pa.RecordBatch]:
    """Yield the typed rows of a file, text without its guard."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.csv as pc  # noqa: PLC0415

    convert = pc.ConvertOptions(
        column_types={field.name: field.type for field in schema},
        null_values=[""],
        strings_can_be_null=True,
        true_values=["true"],
        false_values=["false"],
    )
    reading = pc.ReadOptions(block_size=block, use_threads=False)
    with pc.open_csv(csv, reading, pc.ParseOptions(newlines_in_values=True), convert) as reader:
        if reader.schema.names != schema.names:
            raise pa.ArrowInvalid("has other columns than its description says")
        for batch in reader:
            yield pa.RecordBatch.from_arrays([_unguarded(column) for column in batch.columns], schema=schema)


def _unguarded(column: pa.Array) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    if not pa.types.is_string(column.type) or not pc.any(pc.starts_with(column, "'")).as_py():
        return column
    return pc.replace_substring_regex(column, _GUARD, r"\1", max_replacements=1)


def _groups(batches: Iterator[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """Put batches together until they are worth a group of rows."""
    group: list[pa.RecordBatch] = []
    for batch in batches:
        group.append(batch)
        if sum(b.num_rows for b in group) >= _GROUP or sum(b.nbytes for b in group) >= _GROUP_BYTES:
            yield group
            group = []
    if group:
        yield group


def schema_of(table: Resource) -> pa.Schema:
    """Return the types of a table's columns, with their labels."""
    import pyarrow as pa  # noqa: PLC0415

    types = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32()}
    fields = [pa.field(f.name, types.get(f.type, pa.string()), metadata=_about(f)) for f in table.schema.fields]
    return pa.schema(fields, metadata={"title": table.title, "description": table.description})


def _about(field: Field) -> dict[str, str]:
    about = {"label_zh": field.title, "label_en": field.description}
    return about | ({"unit": field.unit} if field.unit else {})
