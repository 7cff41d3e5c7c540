"""Tells cffi how to build ``smscodec._kernels._core`` (API mode, abi3).

``setup.py`` names ``ffibuilder`` from here. The declarations are ``smscore.h`` itself, the file the C compiler reads.

Environment: ``SMSCODEC_SANITIZE=1`` builds with ASan and UBSan and every warning an error (``make sanitize``).
"""

import os
from pathlib import Path

from cffi import FFI

HERE = Path(__file__).parent
SOURCES = ("form", "join", "segments", "tms")

if os.name == "nt":
    FLAGS = ["/std:c11", "/O2"]
elif os.environ.get("SMSCODEC_SANITIZE"):
    FLAGS = ["-std=c11", "-O1", "-g", "-fno-omit-frame-pointer", "-fno-sanitize-recover=all"]
    FLAGS += ["-fsanitize=address,undefined"]
else:
    FLAGS = ["-std=c11", "-O3"]

LINK = [flag for flag in FLAGS if flag.startswith("-fsanitize=")]

ffibuilder = FFI()
ffibuilder.cdef((HERE / "smscore.h").read_text(encoding="ascii"))
ffibuilder.set_source(
    "smscodec._kernels._core",
    '#include "common.h"',
    sources=[f"csrc/{name}.c" for name in SOURCES],
    depends=["csrc/common.h", "csrc/smscore.h"],
    include_dirs=[str(HERE)],
    extra_compile_args=FLAGS,
    extra_link_args=LINK,
    py_limited_api=True,
)
