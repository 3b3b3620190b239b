"""`klart schema`: the JSON Schema of cadence files, for editors. Knows where to print it."""

from __future__ import annotations

import json

import click

from daemon.cli.frame import Command
from daemon.cli.paint import tell


@click.command(cls=Command)
@click.pass_context
def schema(_ctx: click.Context) -> None:
    """Print the JSON Schema (2020-12) of cadence files: save it beside them as cadence.schema.json.

    Editors that know YAML then complete and explain; the first line of a cadence names it:
    # yaml-language-server: $schema=cadence.schema.json
    """
    from cadences.language.schema import cadence_schema

    tell(json.dumps(cadence_schema(), ensure_ascii=False, indent=2))
