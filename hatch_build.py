"""Build hook: a wheel carries compiled message catalogues."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Messages(BuildHookInterface[Any]):
    """Compiles the catalogues before files are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; `version` and `build_data` are the builder's and stay as they are."""
        del version, build_data
        sys.path.insert(0, str(Path(self.root) / "front"))
        from messages import compile_all

        compile_all(Path(self.root) / "src" / "guwah" / "web" / "locale")
