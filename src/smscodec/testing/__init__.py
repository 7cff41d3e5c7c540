"""Hypothesis strategies for everything smscodec speaks, for property tests of your own.

Needs the extra: ``pip install "smscodec[testing]"``. A client, a gateway or a proxy can be driven
through all a vendor can say, corners first::

    from hypothesis import given
    from smscodec import plain
    from smscodec.testing import calls, answers, spellings

    @given(calls(plain.send))
    def test_my_gateway_understands(call):
        request = plain.send.encode_request(call.login, call.message, call.variant)
        assert my_gateway(request) == call.message

    @given(answers(plain.fetch_reports))
    def test_my_client_survives(answer):
        variant, reply = answer
        my_client.take(plain.fetch_reports.encode_response(reply, variant))

**Endpoints** (any of them, yours too): ``variants``, ``logins``, ``messages``, ``calls`` (the three
together), ``replies`` (to one variant), ``refusals`` (those that refuse), ``answers`` (a variant
with a reply). They are made from the endpoint's own tables, so they say just what it can say, and
an attribute nobody has a strategy for is a ``LookupError``. Building one takes longer than drawing
from it: build it once, in the decorator.

**Requests**: ``spellings(request)``, the same request as other clients would send it.

**Texts and numbers**: ``contents``, ``words``, ``secrets``, ``mobiles``, ``extensions``,
``moments``, ``send_times``, ``numbers``, ``amounts``.

**Payloads**: ``batches``, ``packed_batches``, ``elements``, ``tms_containers``, ``frames``,
``slideshows``, ``sealed_messages``, ``sealed_texts``, ``template_texts``, ``template_values``.

No number drawn is anybody's on purpose, but some could be: send none of them to a real platform.
"""

from .endpoints import answers, calls, logins, messages, refusals, replies, variants
from .payloads import (
    batches,
    elements,
    frames,
    packed_batches,
    sealed_messages,
    sealed_texts,
    slideshows,
    template_texts,
    template_values,
    tms_containers,
)
from .spellings import spellings
from .texts import (
    amounts,
    contents,
    extensions,
    mobiles,
    moments,
    numbers,
    secrets,
    send_times,
    words,
)

__all__ = [
    "amounts",
    "answers",
    "batches",
    "calls",
    "contents",
    "elements",
    "extensions",
    "frames",
    "logins",
    "messages",
    "mobiles",
    "moments",
    "numbers",
    "packed_batches",
    "refusals",
    "replies",
    "sealed_messages",
    "sealed_texts",
    "secrets",
    "send_times",
    "slideshows",
    "spellings",
    "template_texts",
    "template_values",
    "tms_containers",
    "variants",
    "words",
]
