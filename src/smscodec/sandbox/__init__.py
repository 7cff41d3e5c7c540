"""A local gateway for all five dialects, so that nobody needs the vendor to test.

``smscodec sandbox`` runs it; it needs the extra ``sandbox`` (starlette, uvicorn, httpx). It stands
on the codec's gateway side alone, and nothing imports it but the command and the pytest plugin. ::

    smscodec sandbox --port 8028          # user id 1, account demo, password secret123
    curl http://127.0.0.1:8028/_sandbox/messages

In a program, without a server or with one::

    box = Sandbox(read_config("start = 2026-01-05 09:00:00"))
    answer = box.answer(plain.send.encode_request(login, message))

    with running(Sandbox()) as box:       # smscodec.sandbox.running
        ...                               # box.url, box.messages, box.advance(60)

The fixture ``sms_sandbox`` of the pytest plugin is the latter, for every test anew.

============================================ =====================================================
``config``                                   accounts and the rest, in one TOML file
``clock``, ``chance``                        time that can be set, chance that is the same again
``magic``, ``forcing``, ``faults``           numbers, words and orders that make things go wrong
``records``, ``database``, ``store``         what is kept, how it lasts, and how it is found
``endpoints``, ``gateway``, ``capture``      requests in, answers out
``platform``                                 messages in, messages out:
``customers``, ``profiles``                  who calls, and how the five platforms differ
``submission``, ``judging``, ``screening``,  sending
``history``, ``sending``
``collecting``, ``pushing``, ``registry``    reports and inbound messages, templates
``refusals``, ``wording``                    what is said, in the words of the endpoint
``sandbox``, ``views``, ``feed``             what tests and people do and see
``control``, ``jsonapi``, ``server``         ``/_sandbox`` and HTTP
``running``                                  all of it in a thread of its own
============================================ =====================================================

**As the platforms do.** Logins are checked, segments are paid, what a document forbids is refused
in its words, reports and inbound messages are handed out once. What no document says is decided in
the module it belongs to, and said there.
"""

from .config import Account, Config, ConfigError, Delivery, Text, load_config, read_config
from .database import StoreError
from .faults import Answer, Fault
from .magic import NUMBERS
from .sandbox import NotFoundError, Sandbox
from .views import Message

__all__ = [
    "NUMBERS",
    "Account",
    "Answer",
    "Config",
    "ConfigError",
    "Delivery",
    "Fault",
    "Message",
    "NotFoundError",
    "Sandbox",
    "StoreError",
    "Text",
    "load_config",
    "read_config",
]
