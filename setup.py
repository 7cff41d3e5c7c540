"""What pyproject.toml cannot say: the C core, and what to do where no compiler is."""

import os
import sys

from setuptools import setup
from setuptools.command.build_ext import build_ext
from setuptools.errors import CCompilerError, ExecError, PlatformError

HELP = """
smscodec: the C core could not be built: {error}

Either install a C compiler and the Python headers, then try again
    Debian, Ubuntu    apt-get install gcc python3-dev
    Fedora, RHEL      dnf install gcc python3-devel
    Alpine            apk add gcc musl-dev python3-dev
    macOS             xcode-select --install
    Windows           "Desktop development with C++" of the Visual Studio Build Tools
or build the pure-Python package, which does nearly the same at a fraction of the speed
    SMSCODEC_PURE=1 pip install --no-binary smscodec smscodec
"""


class BuildCore(build_ext):
    """Builds the core, or stops with a page that helps."""

    def build_extension(self, ext):
        try:
            super().build_extension(ext)
        except (CCompilerError, ExecError, PlatformError, OSError) as error:
            sys.exit(HELP.format(error=error))


NATIVE = {
    "cffi_modules": ["csrc/build_core.py:ffibuilder"],
    "cmdclass": {"build_ext": BuildCore},
    "options": {"bdist_wheel": {"py_limited_api": "cp310"}},
}

# The core reads Python's own strings through CPython's stable ABI, which no other Python has.
PURE = os.environ.get("SMSCODEC_PURE") == "1" or sys.implementation.name != "cpython"

setup(**({} if PURE else NATIVE))
