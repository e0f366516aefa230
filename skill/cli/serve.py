"""`legday serve`: the signed endpoint, with the environment's settings."""

from __future__ import annotations

import os

import click

from skill.settings import Settings
from skill.web import server


@click.command(epilog="For example: LEGDAY_SKILL_ID=amzn1.ask.skill.… legday serve --port 8443")
@click.option("--host", default=server.HOST, show_default=True, help="Address to listen on.")
@click.option("--port", default=server.PORT, show_default=True, type=click.IntRange(0, 65535), help="0: any free one.")
def serve(*, host: str, port: int) -> None:
    """Serve Alexa's requests over HTTP, behind a proxy that adds TLS.

    Needs LEGDAY_SKILL_ID: the endpoint answers only requests that Amazon signed for this skill.
    """
    server.serve(Settings.from_environment(os.environ), host=host, port=port)
