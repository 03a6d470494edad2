"""Build hook: a package carries compiled message catalogues and the front end, or says that it does not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Made(BuildHookInterface[Any]):
    """Compiles the catalogues before files are collected, and looks whether the front end was built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile and look; `version` and `build_data` are the builder's and stay as they are."""
        del version, build_data
        root = Path(self.root)
        sys.path.insert(0, str(root / "front"))
        from messages import compile_all
        from scripts import complaint

        compile_all(root / "src" / "guwah" / "web" / "locale")
        # A clone without Node still gives a Guwah that works by plain forms, so this does not stop the build.
        if said := complaint(root):
            self.app.display_warning(said)
