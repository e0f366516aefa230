"""`legday serve`: the local page, and the signed endpoint for Alexa, each on a port of its own.

The page is served by this process; the endpoint by another, in gunicorn, so that neither can take the other along.
Told to stop, by Ctrl-C or by a service manager, this one stops both.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess  # nosec B404 # this very program, with arguments of our own
import sys
import webbrowser
from contextlib import contextmanager, suppress
from socket import create_server
from threading import Event, Thread
from typing import TYPE_CHECKING

import click

from skill.cli import Refused
from skill.cli.options import Place, with_place
from skill.settings import SKILL_ID, Settings
from skill.simulator.wording import MOST_SEEDS
from skill.web import server
from skill.workbench.serving import HOST, PORT, serving

if TYPE_CHECKING:
    from collections.abc import Iterator


_PORT = click.IntRange(0, 65535)
_ENDPOINT_IS_OFF = f"The endpoint for Alexa is off: set {SKILL_ID} to serve it as well."


@click.command(epilog="For example: LEGDAY_SKILL_ID=amzn1.ask.skill.… legday serve --endpoint-only --port 8443")
@click.option("--page-port", default=PORT, show_default=True, type=_PORT, help="Port of the page; 0: any free one.")
@click.option("--no-browser", is_flag=True, help="Do not open the page in a browser.")
@click.option("--endpoint-only", is_flag=True, help="Serve no page: so on a server.")
@click.option("--host", default=server.HOST, show_default=True, help="Address the endpoint listens on.")
@click.option(
    "--port", default=server.PORT, show_default=True, type=_PORT, help="Port of the endpoint; 0: any free one."
)
@with_place
def serve(  # noqa: PLR0913 - the options above
    *, page_port: int, no_browser: bool, endpoint_only: bool, host: str, port: int, place: Place
) -> None:
    """Serve the local page, and the endpoint for Alexa.

    The page is for this machine alone: talk with the coach, and see what it thinks. The endpoint, POST /alexa, answers
    only requests that Amazon signed for this skill, so it needs LEGDAY_SKILL_ID, and a proxy before it that adds TLS.
    """
    settings = Settings.from_environment(os.environ)
    if endpoint_only:
        server.serve(settings, host=host, port=port)
        return
    with (
        _told_to_stop() as stopped,
        _endpoint(settings, host, port, stopped),
        _page(settings, place, page_port) as page,
    ):
        click.echo(f"The page: {page} (for this machine only; Ctrl-C ends it)")
        if settings.skill_id is None:
            click.echo(_ENDPOINT_IS_OFF)
        if not no_browser:
            _open(page)
        stopped.wait()


@contextmanager
def _page(settings: Settings, place: Place, port: int) -> Iterator[str]:
    try:
        from skill.cli.page import page  # noqa: PLC0415 (a server that serves only the endpoint has no simulator)
    except ModuleNotFoundError as error:
        wanted = f"The page needs {error.name}: pip install 'leg-day-coach[simulator,web]'. Without: --endpoint-only."
        raise Refused(wanted) from error
    _free(HOST, port)
    with (
        page(settings, place.now, locale=place.locale, time_zone=place.time_zone, wording=_by_chance) as app,
        serving(app, port) as address,
    ):
        yield address


@contextmanager
def _endpoint(settings: Settings, host: str, port: int, stopped: Event) -> Iterator[None]:
    """The endpoint in a process of its own, if the settings have a skill id; should it end, all is over."""
    if settings.skill_id is None:
        yield
        return
    _free(host, port)
    options = ["serve", "--endpoint-only", "--host", host, "--port", str(port)]
    with subprocess.Popen([sys.executable, "-c", _OURSELVES, *options]) as process:  # noqa: S603 # nosec B603
        Thread(target=_tell, args=(process, stopped), daemon=True).start()
        try:
            yield
        finally:
            ended = process.poll()
            process.terminate()
    if ended:
        raise SystemExit(ended)


def _tell(process: subprocess.Popen[bytes], stopped: Event) -> None:
    process.wait()
    stopped.set()


_OURSELVES = "from skill.cli import main; main()"


def _free(host: str, port: int) -> None:
    """See that a port can be had.

    Raises:
        Refused: if it cannot.
    """
    try:
        create_server((host, port)).close()
    except OSError as error:
        raise Refused(f"{host}:{port} cannot be had: {os.strerror(error.errno or 0)}. Choose another port.") from error


@contextmanager
def _told_to_stop() -> Iterator[Event]:
    """An event that Ctrl-C and a service manager set."""
    stopped = Event()
    before = {number: signal.signal(number, lambda *_: stopped.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _open(address: str) -> None:
    """Open the page where there is a screen; where that fails, its address is printed anyway."""
    if sys.platform != "linux" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY"))):
        with suppress(webbrowser.Error, OSError):
            webbrowser.open(address)


def _by_chance() -> str:
    """SystemRandom because no one should have to think about seeds."""
    return str(random.SystemRandom().randrange(MOST_SEEDS))
