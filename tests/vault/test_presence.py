from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from guwah.vault.hardening import leave_no_core
from guwah.vault.keyring import KEYRING, Keyring
from guwah.vault.presence import VaultBusy, be_alone, take_part

_HOLD = "import sys; from pathlib import Path; from guwah.vault.presence import take_part\n"
_HOLD += "part = take_part(Path(sys.argv[1])); print('in', flush=True); sys.stdin.read()"


def test_many_share_a_vault_and_nobody_is_alone_beside_them(tmp_path: Path) -> None:
    first, second = take_part(tmp_path), take_part(tmp_path)
    with pytest.raises(VaultBusy) as refused:
        be_alone(tmp_path)
    assert refused.value.code == "vault-in-use"
    first.leave()
    second.leave()
    first.leave()

    alone = be_alone(tmp_path)
    with pytest.raises(VaultBusy) as refused:
        take_part(tmp_path)
    assert refused.value.code == "keys-changing"
    alone.share()
    take_part(tmp_path).leave()
    alone.leave()


def test_the_part_of_a_killed_process_is_free_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"PYTHONPATH": ":".join(sys.path)}
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(VaultBusy):
            be_alone(tmp_path)
        other.kill()
        other.wait()
        be_alone(tmp_path).leave()


def test_whoever_holds_keys_has_a_part_until_the_lock(vault: Path) -> None:
    keyring = Keyring()
    before = KEYRING.current()
    keyring.hold(before)
    with pytest.raises(VaultBusy):
        be_alone(vault)
    keyring.hold(before, take_part(vault))
    keyring.lock()
    KEYRING.lock()
    try:
        be_alone(vault).leave()
    finally:
        KEYRING.hold(before)


def test_a_process_with_keys_leaves_no_image_of_its_memory() -> None:
    leave_no_core()

    assert resource.getrlimit(resource.RLIMIT_CORE)[0] <= 1
