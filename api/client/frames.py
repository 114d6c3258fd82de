"""Arrow tables as data frames of pandas or polars, whichever the researcher has installed."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

from api.client.columns import Table
from kg.errors import MissingLibraryError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    PandasFrame: TypeAlias = pd.DataFrame
    PolarsFrame: TypeAlias = pl.DataFrame


# What is missing is pd.NA in these, so that whole numbers stay whole numbers.
_NULLABLE = {"int64": "Int64", "int32": "Int32", "double": "Float64", "bool": "boolean"}


class Tabular(ABC):
    """A result that has rows: the same ones for Arrow, pandas and polars."""

    __slots__ = ()

    @abstractmethod
    def to_arrow(self) -> Table:
        """The rows as an Arrow table, which DuckDB and others read as it is."""

    def to_frame(self) -> "PandasFrame":
        """The rows as a pandas DataFrame. Raises MissingLibraryError."""
        return pandas_frame(self.to_arrow())

    def to_polars(self) -> "PolarsFrame":
        """The rows as a polars DataFrame. Raises MissingLibraryError."""
        return polars_frame(self.to_arrow())


def pandas_frame(table: Table, mixed: Mapping[str, Sequence[Any]] | None = None) -> "PandasFrame":
    """The table for pandas; the columns ``mixed`` hold these Python objects instead.

    Raises MissingLibraryError.
    """
    pandas = _library("pandas")
    dtypes = {arrow: pandas.api.types.pandas_dtype(name) for arrow, name in _NULLABLE.items()}
    frame: PandasFrame = table.to_pandas(
        types_mapper=lambda kind: dtypes.get(str(kind)), date_as_object=False
    )
    for name, values in (mixed or {}).items():
        frame[name] = pandas.Series(values, dtype=object, index=frame.index)
    return frame


def polars_frame(table: Table) -> "PolarsFrame":
    """The table for polars, without a copy where that can be. Raises MissingLibraryError."""
    frame: PolarsFrame = _library("polars").from_arrow(table)
    return frame


def _library(name: str) -> Any:  # noqa: ANN401 - a module
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingLibraryError(
            name, "is not installed; install it with `pip install 'jipu[client]'`"
        ) from error
