"""Campaigns: any number of rows in, batches ready to post out; and back.

``pack`` streams two columns, lists or Arrow's, into ``Batch`` values, ``render`` a template and the
columns of its variables; ``columns`` names those of a table. ``unpack`` reads a batch back into
``Columns``. ``report_columns`` reads delivery reports, and ``join_reports`` finds the rows that
caused them.
"""

from .arrow import columns
from .batch import Batch, unpack
from .encoder import Rejected
from .engines import ENGINES, Engine
from .join import Duplicate, JoinedReports, Match, Sent, join_reports
from .pack import pack
from .plan import DUPLICATES, Duplicates
from .render import render
from .rendered import Rendered, rendered
from .reports import ReportColumns, report_columns
from .tables import ArrowColumn, ArrowTable, Columns

__all__ = [
    "DUPLICATES",
    "ENGINES",
    "ArrowColumn",
    "ArrowTable",
    "Batch",
    "Columns",
    "Duplicate",
    "Duplicates",
    "Engine",
    "JoinedReports",
    "Match",
    "Rejected",
    "Rendered",
    "ReportColumns",
    "Sent",
    "columns",
    "join_reports",
    "pack",
    "render",
    "rendered",
    "report_columns",
    "unpack",
]
