"""The manual page of ``smscodec.testing`` is true."""

from __future__ import annotations

import inspect
import re
from typing import Any

from smscodec import Reports, Request, plain, testing


def test_the_example_runs() -> None:
    """As the property tests of somebody else, whose gateway and client are right."""
    taken: list[object] = []

    class Client:
        def take(self, response: Any) -> None:
            taken.append(plain.fetch_reports.decode_response(response.body, response.content_type))

    def gateway(request: Request) -> object:
        return plain.send.decode_request(request).message

    code = inspect.cleandoc("\n".join(re.findall(r"^(?: {4}.*|)$", testing.__doc__ or "", re.M)))
    names: dict[str, Any] = {"my_gateway": gateway, "my_client": Client()}
    exec(code, names)
    names["test_my_gateway_understands"]()
    names["test_my_client_survives"]()
    assert any(isinstance(reply, Reports) and len(reply.reports) > 1 for reply in taken)


def test_every_name_is_in_the_manual() -> None:
    """And every strategy is offered."""
    offered = set(testing.__all__)
    assert offered == {name for name in offered if hasattr(testing, name)}
    assert offered <= set(re.findall(r"\w+", testing.__doc__ or ""))
