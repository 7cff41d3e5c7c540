"""``python -m smscodec.cli``: the same command where the script is not on the path."""

import sys

from . import main

sys.exit(main())
