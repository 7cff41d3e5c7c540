"""Adapters: one endpoint spoken over somebody else's HTTP client, one call, one reply.

====================== ============================= ===========================
``transport.httpx``    ``send(client, …)``           ``httpx.Client``
``transport.httpx``    ``await asend(client, …)``    ``httpx.AsyncClient``
``transport.requests`` ``send(session, …)``          ``requests.Session``
``transport.aiohttp``  ``await asend(session, …)``   ``aiohttp.ClientSession``
====================== ============================= ===========================

All take ``(client, base_url, endpoint, login, message, variant)`` and return the endpoint's reply::

    with httpx.Client(timeout=30) as client:
        reply = send(client, "http://127.0.0.1:8080", plain.send, login, message)

``base_url`` is the platform's address and folder; the endpoint's path goes behind it. For a push it
is the receiver's whole address.

They do nothing clever: what ``encode_request`` made is posted as it is, to the byte, and what comes
back goes to ``decode_response``. No retry (a send that timed out may have been sent), no redirect
(a client would post it again elsewhere, or turn it into a GET without its body), no log, no time
limit; those are the client's, and so are its errors: ``httpx.ConnectError`` passes through. As a
session of requests has no time limit of its own, that adapter takes a ``timeout``.

Any status but 200 is a ``StatusError``, as these platforms answer 200 always, refusals included; so
a proxy's error page is an error that says so. SOAP alone sends its faults with 500 or 400; those
are replies. A page that comes with 200 is a ``DecodeError``, like any other bytes that are none of
the endpoint's.

No module here imports its library: the caller has done that. Nothing in the codec imports these.
"""

from .exchange import StatusError

__all__ = ["StatusError"]
