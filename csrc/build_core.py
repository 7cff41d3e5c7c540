"""Tells cffi how to build ``smscodec._kernels._core`` (API mode, abi3).

``setup.py`` names ``ffibuilder`` from here. The declarations are ``smscore.h`` itself, which the C
compiler reads too.

Environment: ``SMSCODEC_SANITIZE=1`` builds with ASan and UBSan (``make sanitize``).
"""

import os
from pathlib import Path

from cffi import FFI

HERE = Path(__file__).parent
SOURCES = sorted(f"csrc/{file.name}" for file in HERE.glob("*.c"))

SANITIZERS = ["-fsanitize=address,undefined"] if os.environ.get("SMSCODEC_SANITIZE") else []
DEBUGGING = ["-O1", "-g", "-fno-omit-frame-pointer", "-fno-sanitize-recover=all"]


def flags() -> list[str]:
    """Compiler flags for this machine and purpose."""
    if os.name == "nt":
        return ["/std:c11", "/O2"]
    return ["-std=c11", *(DEBUGGING + SANITIZERS if SANITIZERS else ["-O3"])]


ffibuilder = FFI()
ffibuilder.cdef((HERE / "smscore.h").read_text(encoding="ascii"))
ffibuilder.set_source(
    "smscodec._kernels._core",
    '#include "common.h"',
    sources=SOURCES,
    depends=sorted(f"csrc/{file.name}" for file in HERE.glob("*.h")),
    include_dirs=[str(HERE)],
    extra_compile_args=flags(),
    extra_link_args=SANITIZERS,
    py_limited_api=True,
)
