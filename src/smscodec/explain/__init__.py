"""What is this, and what does it say? For logs, support desks and whoever has bytes and no context.

``explain`` takes anything captured and answers in words; ``explain_data`` gives the same as data.
Known are requests and replies of every dialect, with their HTTP head or without it, and the
payloads inside them: batches, TMS containers, frames, envelopes, stamps.

Three promises, whatever the bytes: nothing is ever raised; secrets (passwords, signs, veryCode,
Secret) are masked and envelopes stay closed; time and output are bounded, long lists being cut with
"and 9,998 more". What is not understood is not repeated, as nobody can tell what is secret in it.
"""

from .explanation import Explanation, Other, in_words
from .reading import MAX_BYTES, explain, explain_data

__all__ = ["MAX_BYTES", "Explanation", "Other", "explain", "explain_data", "in_words"]
