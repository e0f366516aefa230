"""Run as a script by `test_sam`, with the Python of the AWS SAM CLI: prints what CloudFormation gets, as JSON.

    python translate.py TEMPLATE

Parameters have their defaults. AWS does the same when a stack is deployed; here it needs neither account nor region.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"  # any will do: nothing is asked there


def translated(text: str) -> dict[str, Any]:
    """The template as CloudFormation gets it."""
    template = json.loads(json.dumps(yaml_parse(text)))
    values = {name: about.get("Default", "chosen") for name, about in template["Parameters"].items()}
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://bucket/artefact"
    made: dict[str, Any] = Translator({}, Parser()).translate(template, values)
    return made


if __name__ == "__main__":
    sys.stdout.write(json.dumps(translated(Path(sys.argv[1]).read_text(encoding="utf-8"))))
