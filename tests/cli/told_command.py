"""Any command of `guwah`, told when it begins; made to be killed."""

from __future__ import annotations

import sys

from guwah.cli.main import main
from guwah.vault.setup import prepare_django

if __name__ == "__main__":
    prepare_django()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    main([*sys.argv[1:], "--json"])
