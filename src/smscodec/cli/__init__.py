"""The command ``smscodec``: campaigns from files, and texts checked before anybody is billed.

It stands on the public API alone, needs the extra ``cli`` (click, rich), and nothing imports it.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec

__all__ = ["main"]


def main() -> int:
    """The console script, which a light install has too; the exit code is its result."""
    if not all(map(find_spec, ("click", "rich"))):
        print('the command smscodec needs more: pip install "smscodec[cli]"', file=sys.stderr)
        return 2
    from .app import run

    return run()
