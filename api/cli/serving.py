"""Commands that make ready and serve: prepare, serve."""

import os
import socket
from typing import Annotated

import typer

from api.cli.options import HomeOption, settings_with
from api.cli.show import note
from api.settings import environment_of
from kg.errors import InvalidRequestError

_LAST_SECONDS = 5  # that requests on their way have after an interrupt


def add_commands(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("prepare")(prepare_command)
    cli.command("serve")(serve_command)


def prepare_command() -> None:
    """Convert the bundled embedding model into the cache, once; other commands do it when needed.

    Example: jipu prepare
    """
    from api.service import encoder_of

    note(f"model {encoder_of(settings_with(None)).identity} is ready")


def serve_command(
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port.")] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Server processes.")] = 1,
    home: HomeOption = None,
) -> None:
    """Serve the release in force over HTTP until interrupted; new releases are picked up.

    Example: jipu serve --port 8000
    """
    import uvicorn

    settings = settings_with(home)
    _refuse_a_taken_port(host, port)
    # Server processes are started anew and read their settings from the environment.
    os.environ.update(environment_of(settings))
    note(f"serving {settings.home} on http://{host}:{port}")
    uvicorn.run(
        "api.http.app:app_from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=_LAST_SECONDS,
    )


def _refuse_a_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InvalidRequestError(
                f"{host}:{port}", f"cannot be listened on ({error.strerror}); choose another --port"
            ) from error
