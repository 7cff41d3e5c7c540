"""A client's usual lines: what a type checker knows after each."""

from typing_extensions import assert_never, assert_type

from smscodec import Accepted, Reason, Refused, Send, make_plain_login, plain


def send_one(body: bytes) -> str:
    login = make_plain_login(user_id="12", account="demo", password="secret123")
    request = plain.send.encode_request(login, Send(mobiles=("13800138000",), content="内容"))
    assert_type(request.body, bytes)
    reply = plain.send.decode_response(body)
    match reply:
        case Accepted():
            return reply.task_id
        case Refused(reason=Reason.INSUFFICIENT_BALANCE):
            return "later"
        case Refused():
            return reply.message
        case _:
            assert_never(reply)
