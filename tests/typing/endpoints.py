"""What a type checker says of each endpoint: of the calls it reads, and of the replies.

Not run: ``test_types`` has mypy look at it.
"""

from typing_extensions import assert_type

from smscodec import (
    Accepted,
    AmendTemplate,
    Balance,
    Call,
    ChangePassword,
    CheckWords,
    CodedLogin,
    FetchBalance,
    FetchInbound,
    FetchReports,
    HashedLogin,
    Inbound,
    PasswordChanged,
    PersonalisedSend,
    PlainLogin,
    PushAnswer,
    QueryTemplate,
    Refused,
    RegisterTemplate,
    Reports,
    Request,
    SealedLogin,
    Send,
    SendMms,
    SendPacked,
    SendSealed,
    SendTemplate,
    SignedLogin,
    SoapLogin,
    TemplateDone,
    Templates,
    WithdrawTemplate,
    WordsVerdict,
    hashed,
    mms,
    plain,
    signed,
    xunchen,
)

REQUEST = Request(path="")


assert_type(plain.send.decode_request(REQUEST), Call[PlainLogin, Send])
assert_type(plain.send.decode_response(b""), Accepted | Refused)
assert_type(plain.balance.decode_request(REQUEST), Call[PlainLogin, FetchBalance])
assert_type(plain.balance.decode_response(b""), Balance | Refused)
assert_type(plain.check_words.decode_request(REQUEST), Call[PlainLogin, CheckWords])
assert_type(plain.check_words.decode_response(b""), WordsVerdict | Refused)
assert_type(plain.fetch_reports.decode_request(REQUEST), Call[PlainLogin, FetchReports])
assert_type(plain.fetch_reports.decode_response(b""), Reports | Refused)
assert_type(plain.fetch_inbound.decode_request(REQUEST), Call[PlainLogin, FetchInbound])
assert_type(plain.fetch_inbound.decode_response(b""), Inbound | Refused)
assert_type(plain.change_password.decode_request(REQUEST), Call[PlainLogin, ChangePassword])
assert_type(plain.change_password.decode_response(b""), PasswordChanged | Refused)

assert_type(signed.send.decode_request(REQUEST), Call[SignedLogin, Send])
assert_type(signed.send.decode_response(b""), Accepted | Refused)
assert_type(signed.balance.decode_request(REQUEST), Call[SignedLogin, FetchBalance])
assert_type(signed.balance.decode_response(b""), Balance | Refused)
assert_type(signed.check_words.decode_request(REQUEST), Call[SignedLogin, CheckWords])
assert_type(signed.check_words.decode_response(b""), WordsVerdict | Refused)
assert_type(signed.fetch_reports.decode_request(REQUEST), Call[SignedLogin, FetchReports])
assert_type(signed.fetch_reports.decode_response(b""), Reports | Refused)
assert_type(signed.fetch_inbound.decode_request(REQUEST), Call[SignedLogin, FetchInbound])
assert_type(signed.fetch_inbound.decode_response(b""), Inbound | Refused)

assert_type(mms.send.decode_request(REQUEST), Call[PlainLogin, SendMms])
assert_type(mms.send.decode_response(b""), Accepted | Refused)
assert_type(mms.balance.decode_request(REQUEST), Call[PlainLogin, FetchBalance])
assert_type(mms.balance.decode_response(b""), Balance | Refused)
assert_type(mms.fetch_reports.decode_request(REQUEST), Call[PlainLogin, FetchReports])
assert_type(mms.fetch_reports.decode_response(b""), Reports | Refused)

assert_type(hashed.send.decode_request(REQUEST), Call[HashedLogin, Send])
assert_type(hashed.send.decode_response(b""), Accepted | Refused)
assert_type(hashed.send_json.decode_request(REQUEST), Call[HashedLogin, Send])
assert_type(hashed.send_json.decode_response(b""), Accepted | Refused)
assert_type(hashed.send_sealed.decode_request(REQUEST), Call[SealedLogin, SendSealed])
assert_type(hashed.send_sealed.decode_response(b""), Accepted | Refused)
assert_type(hashed.send_batch.decode_request(REQUEST), Call[HashedLogin, PersonalisedSend])
assert_type(hashed.send_batch.decode_response(b""), Accepted | Refused)
assert_type(hashed.send_packed.decode_request(REQUEST), Call[HashedLogin, SendPacked])
assert_type(hashed.send_packed.decode_response(b""), Accepted | Refused)
assert_type(hashed.send_mms.decode_request(REQUEST), Call[HashedLogin, SendMms])
assert_type(hashed.send_mms.decode_response(b""), Accepted | Refused)
assert_type(hashed.balance.decode_request(REQUEST), Call[HashedLogin, FetchBalance])
assert_type(hashed.balance.decode_response(b""), Balance | Refused)
assert_type(hashed.balance_json.decode_request(REQUEST), Call[HashedLogin, FetchBalance])
assert_type(hashed.balance_json.decode_response(b""), Balance | Refused)
assert_type(hashed.balance_mms.decode_request(REQUEST), Call[HashedLogin, FetchBalance])
assert_type(hashed.balance_mms.decode_response(b""), Balance | Refused)
assert_type(hashed.fetch_reports.decode_request(REQUEST), Call[HashedLogin, FetchReports])
assert_type(hashed.fetch_reports.decode_response(b""), Reports | Refused)
assert_type(hashed.fetch_reports_json.decode_request(REQUEST), Call[HashedLogin, FetchReports])
assert_type(hashed.fetch_reports_json.decode_response(b""), Reports | Refused)
assert_type(hashed.fetch_inbound.decode_request(REQUEST), Call[HashedLogin, FetchInbound])
assert_type(hashed.fetch_inbound.decode_response(b""), Inbound | Refused)
assert_type(hashed.fetch_inbound_json.decode_request(REQUEST), Call[HashedLogin, FetchInbound])
assert_type(hashed.fetch_inbound_json.decode_response(b""), Inbound | Refused)
assert_type(hashed.push_reports.decode_request(REQUEST), Call[None, Reports])
assert_type(hashed.push_reports.decode_response(b""), PushAnswer)
assert_type(hashed.push_inbound.decode_request(REQUEST), Call[None, Inbound])
assert_type(hashed.push_inbound.decode_response(b""), PushAnswer)
assert_type(hashed.change_password.decode_request(REQUEST), Call[HashedLogin, ChangePassword])
assert_type(hashed.change_password.decode_response(b""), PasswordChanged | Refused)
assert_type(hashed.send_soap.decode_request(REQUEST), Call[SoapLogin, Send])
assert_type(hashed.send_soap.decode_response(b""), Accepted | Refused)
assert_type(hashed.templates.register.decode_request(REQUEST), Call[HashedLogin, RegisterTemplate])
assert_type(hashed.templates.register.decode_response(b""), TemplateDone | Refused)
assert_type(hashed.templates.query.decode_request(REQUEST), Call[HashedLogin, QueryTemplate])
assert_type(hashed.templates.query.decode_response(b""), Templates | Refused)
assert_type(hashed.templates.amend.decode_request(REQUEST), Call[HashedLogin, AmendTemplate])
assert_type(hashed.templates.amend.decode_response(b""), TemplateDone | Refused)
assert_type(hashed.templates.withdraw.decode_request(REQUEST), Call[HashedLogin, WithdrawTemplate])
assert_type(hashed.templates.withdraw.decode_response(b""), TemplateDone | Refused)

assert_type(xunchen.balance.decode_request(REQUEST), Call[CodedLogin, FetchBalance])
assert_type(xunchen.balance.decode_response(b""), Balance | Refused)
assert_type(xunchen.send.decode_request(REQUEST), Call[CodedLogin, Send])
assert_type(xunchen.send.decode_response(b""), Accepted | Refused)
assert_type(xunchen.send_template.decode_request(REQUEST), Call[CodedLogin, SendTemplate])
assert_type(xunchen.send_template.decode_response(b""), Accepted | Refused)
assert_type(xunchen.fetch_reports.decode_request(REQUEST), Call[CodedLogin, FetchReports])
assert_type(xunchen.fetch_reports.decode_response(b""), Reports | Refused)
assert_type(xunchen.fetch_inbound.decode_request(REQUEST), Call[CodedLogin, FetchInbound])
assert_type(xunchen.fetch_inbound.decode_response(b""), Inbound | Refused)
