"""Commands that are loaded when they are called: those that work on a .bib need a parser that takes its time.

Typer makes its group of the commands that are registered by then; this group registers the rest itself, the
one that is called, or all of them where all are listed (help, completion, a slip of the pen).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

# Command -> the module that registers it, in the order of the help.
MODULES = {name: f"bibgen.cli.{name}" for name in ("add", "update", "audit", "cite", "duplicates", "format")}


class Commands(TyperGroup):
    """The commands of bibgen."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """The names of all commands."""
        for name in MODULES:
            self._load(name)
        return super().list_commands(ctx)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]  # noqa: ANN401
        """The command of that name."""
        self._load(cmd_name)
        return super().get_command(ctx, cmd_name)

    def _load(self, name: str) -> None:
        if name in MODULES and name not in self.commands:
            app: typer.Typer = import_module(MODULES[name]).app
            known = (
                (one.name or getattr(one.callback, "__name__", ""), one) for one in app.registered_commands
            )
            info = next(one for called, one in known if called == name)
            alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
            alone.registered_commands.append(info)
            self.commands[name] = typer.main.get_command(alone)
