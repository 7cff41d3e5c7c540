"""What strangers send, at any size: the ordinary, and what is made to keep a decoder busy.

``CASES`` is what ``linear.py`` doubles. An input that is refused is as good as one that is read: it
is the work before the verdict that counts. Limits that would end it early are lifted where they
are arguments, so that what is measured is the decoder and not its guard.
"""

from . import batches, envelopes, mms, texts, wire
from .growing import Case

__all__ = ["CASES", "Case"]

CASES = (*texts.CASES, *batches.CASES, *mms.CASES, *envelopes.CASES, *wire.CASES)
