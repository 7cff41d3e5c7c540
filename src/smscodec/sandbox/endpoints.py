"""The endpoints a sandbox serves, by name and by path.

All there are but two kinds: pushes, whose server is the customer, and ``hashed.send_batch``, as a
batch is taken as it is packed (``hashed.send_packed``, at the same path).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from .. import ALL, Endpoint, hashed

__all__ = ["ENDPOINTS", "SHARING", "AnyEndpoint", "Sharing", "last_part", "matches"]

AnyEndpoint: TypeAlias = Endpoint[Any, Any, Any]

ENDPOINTS: tuple[AnyEndpoint, ...] = tuple(
    each
    for dialect in ALL
    for each in dialect.ENDPOINTS
    if all(each.paths.values()) and each is not hashed.send_batch
)


class Sharing:
    """The endpoints that share a path, as a dialect for ``find``."""

    def __init__(self, *endpoints: AnyEndpoint) -> None:
        self.ENDPOINTS = endpoints


def last_part(path: str) -> str:
    """What a path is known by, in lower case; the folders in front are the host's business."""
    return path.rstrip("/").rpartition("/")[2].lower()


SHARING: Mapping[str, Sharing] = {
    path: Sharing(*(each for each in ENDPOINTS if path in map(last_part, each.paths.values())))
    for path in {last_part(path) for each in ENDPOINTS for path in each.paths.values()}
}
"""By the last part of the path."""


def matches(wanted: str, endpoint: str) -> bool:
    """Whether an endpoint is one that was meant: by its name, its dialect, or any."""
    return wanted in ("", endpoint) or endpoint.startswith(f"{wanted}.")
