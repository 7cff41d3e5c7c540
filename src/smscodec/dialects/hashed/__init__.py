"""003: the password as upper-case MD5; XML, JSON, encrypted JSON, batches, MMS, pushes and SOAP.

=================== ===================================== ============ ===========
endpoint            what                                  path         document
=================== ===================================== ============ ===========
``send``            one text to many, XML                 sms.aspx     1.2, 1.3
``send_json``       the same, answered in JSON            smsJson      1.2, 1.4
``send_sealed``     the same, encrypted                   ensms.ashx   1.5
``send_batch``      a text of its own for each            BatchSms     1.6
``send_packed``     the same, packed already              BatchSms     1.6
``send_mms``        an MMS                                mms.aspx     2
``balance``, …      what is left                          sms.aspx     3
``fetch_reports``…  delivery reports, each once           statusApi    4
``fetch_inbound``…  inbound messages, each once           callApi      5
``push_reports``…   both, posted to the customer          his own      6
``change_password`` another password                      pwd.aspx     7
``send_soap``       one text to many, SOAP                WebService   8
``templates.…``     register, query, amend, withdraw      freeTemplate 9
=================== ===================================== ============ ===========

Make the login with ``make_hashed_login``; many clients send the password in clear, so that is read,
too. ``userid`` is not looked at and may be empty. Result codes (chapter 10) are in ``codes``.
"""

from . import codes, templates
from .account import NEW_PASSWORD_CHARACTERS, balance, balance_json, balance_mms, change_password
from .batch import send_batch, send_packed
from .mms import send_mms
from .push import MAX_ATTEMPTS, push_again, push_inbound, push_reports
from .reports import (
    REPORTS_AT_ONCE,
    fetch_inbound,
    fetch_inbound_json,
    fetch_reports,
    fetch_reports_json,
)
from .sealed import open_send, seal_send, send_sealed
from .shared import CAPS, EXTENSION_DIGITS
from .sms import send, send_json
from .soap import NAMESPACE, send_soap, soap_endpoint
from .wsdl import wsdl

__all__ = [
    "CAPS",
    "ENDPOINTS",
    "EXTENSION_DIGITS",
    "MAX_ATTEMPTS",
    "NAMESPACE",
    "NEW_PASSWORD_CHARACTERS",
    "REPORTS_AT_ONCE",
    "balance",
    "balance_json",
    "balance_mms",
    "change_password",
    "codes",
    "fetch_inbound",
    "fetch_inbound_json",
    "fetch_reports",
    "fetch_reports_json",
    "open_send",
    "push_again",
    "push_inbound",
    "push_reports",
    "seal_send",
    "send",
    "send_batch",
    "send_json",
    "send_mms",
    "send_packed",
    "send_sealed",
    "send_soap",
    "soap_endpoint",
    "templates",
    "wsdl",
]

ENDPOINTS = (
    send,
    send_json,
    send_sealed,
    send_batch,
    send_packed,
    send_mms,
    balance,
    balance_json,
    balance_mms,
    fetch_reports,
    fetch_reports_json,
    fetch_inbound,
    fetch_inbound_json,
    push_reports,
    push_inbound,
    change_password,
    send_soap,
    *templates.ENDPOINTS,
)
