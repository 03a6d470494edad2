"""`./dev loosen` takes out what it says, one rule at a time, and nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import loosening

FLOW = '''\
"""Сөз."""

def bake(actor, case, flour):
    ask(actor, "ә", case)
    if not flour:
        raise Refused("no-flour", "Ұн жоқ.")
    if flour > 3:
        flour = 3
    with atomic():
        record(
            Act.BAKED, actor.actor,
        )
    return record(1)
'''


def rules() -> list[loosening.Rule]:
    return list(loosening.rules_in(FLOW, Path("flow.py")))


def test_permissions_refusals_and_log_entries_are_rules() -> None:
    assert sorted((each.line, each.kind) for each in rules()) == [
        (4, "permission"),
        (5, "refusal"),
        (10, "log entry"),
    ]


@pytest.mark.parametrize("kind", ["permission", "refusal", "log entry"])
def test_one_rule_is_gone_and_the_others_stand(kind: str) -> None:
    (gone,) = [each for each in rules() if each.kind == kind]
    loose = loosening.without(gone, FLOW)

    ast.parse(loose)
    left = {each.kind for each in loosening.rules_in(loose.replace("if False:", "while 0:"), Path("flow.py"))}
    assert left == {"permission", "refusal", "log entry"} - {kind}
    assert loose.startswith(FLOW[: FLOW.index("ask(")])


@pytest.mark.parametrize("step", ["people", "claims", "consent"])
def test_every_step_has_rules_and_each_can_be_taken_out(step: str) -> None:
    found = 0
    for path in (loosening.ROOT / loosening.STEPS / step / "flows").glob("*.py"):
        source = path.read_text("utf-8")
        for rule in loosening.rules_in(source, path):
            ast.parse(loosening.without(rule, source))
            found += 1
    assert found > 5
