"""The DynamoDB table as `template.yaml` defines it, so that what is deployed is what is tested."""

from __future__ import annotations

from functools import cache
from typing import Any

import boto3
from cfnlint.decode.cfn_yaml import load

from tests.memory.places import ROOT


def make_table(name: str, **where: str) -> None:
    """Make one."""
    table = resources()["LegDayCoachTable"]["Properties"]
    parts = ("AttributeDefinitions", "KeySchema", "LocalSecondaryIndexes", "BillingMode")
    boto3.client("dynamodb", **where).create_table(TableName=name, **{part: table[part] for part in parts})


def resources() -> dict[str, Any]:
    """What the template defines, by name."""
    defined: dict[str, Any] = template()["Resources"]
    return defined


@cache
def template() -> dict[str, Any]:
    """The whole template."""
    loaded: dict[str, Any] = load(str(ROOT / "template.yaml"))
    return loaded
