# Made by cffi from csrc/smscore.h; what it holds is proven by the parity tests, not by types.
from typing import Any

ffi: Any
lib: Any
