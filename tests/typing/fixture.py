"""What a type checker says of the fixture ``sms_sandbox`` in users' tests.

Not run: ``test_types`` has mypy look at it.
"""

from typing_extensions import assert_type

from smscodec.sandbox import Account, Message
from smscodec.sandbox.running import Running


def test_it(sms_sandbox: Running) -> None:
    """With its type said, all of it is known."""
    assert_type(sms_sandbox.url, str)
    assert_type(sms_sandbox.accounts, tuple[Account, ...])
    assert_type(sms_sandbox.messages, list[Message])
    assert_type(sms_sandbox.messages[0].segments, int)
    assert_type(sms_sandbox.calls[0].why, str)
    assert_type(sms_sandbox.balance(), int)
    assert_type(sms_sandbox.do(sms_sandbox.sandbox.messages, mobile="13800138000"), list[Message])
    sms_sandbox.advance(1.5)
    sms_sandbox.add_fault("drop", times=1)
    sms_sandbox.add_fault("dropp")  # type: ignore[arg-type]
