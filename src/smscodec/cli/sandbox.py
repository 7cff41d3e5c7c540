"""``smscodec sandbox``: a platform on this machine, to test against."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from importlib.util import find_spec
from ipaddress import ip_address

import click

from .report import InputError

__all__ = ["sandbox"]

_NEEDED = ("starlette", "uvicorn", "httpx", "tomllib" if sys.version_info >= (3, 11) else "tomli")


@click.command(short_help="Run a local gateway to test against.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8028, show_default=True, help="Port; 0 for a free one.")
@click.option("--config", "config_file", metavar="FILE", help="Accounts and the rest, in TOML.")
@click.option("--store", default=":memory:", metavar="FILE", help="Keep everything in a file.")
@click.option("--seed", type=int, help="What chance is made of; that of the file otherwise.")
def sandbox(*, host: str, port: int, config_file: str | None, store: str, seed: int | None) -> None:
    """Run a platform on this machine that speaks all five dialects, for clients to be tested
    against: nothing is sent, nothing costs. Without a file there is one account: user id 1,
    account demo, password secret123, veryCode code456.

    \b
    Example:
      smscodec sandbox --port 8028
    """
    if not all(map(find_spec, _NEEDED)):
        raise click.UsageError('the sandbox needs more: pip install "smscodec[sandbox]"')
    from ..sandbox import Config, ConfigError, Sandbox, StoreError, load_config
    from ..sandbox.server import ServeError, bind, serve

    try:
        config = load_config(config_file) if config_file else Config()
        if seed is not None:
            config = replace(config, seed=seed)
        with closing(Sandbox(config, store)) as box, bind(host, port) as listening:
            _say_where(*listening.getsockname()[:2])
            serve(box, listening, host)
    except ConfigError as error:
        raise InputError(str(error), file=config_file or "") from None
    except StoreError as error:
        raise InputError(error.reason, file=error.path) from None
    except ServeError as error:
        raise InputError(error.reason, file=error.address) from None


def _say_where(host: str, port: int) -> None:
    if not ip_address(host).is_loopback:
        click.echo(f"warning: whoever reaches {host} can use this sandbox and read it", err=True)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"sandbox at http://{shown}:{port}/ (stop it with Ctrl-C)")
