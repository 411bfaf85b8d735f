"""The environment in which mails and documents are worded."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


@cache  # it holds the compiled templates
def environment(folder: Path, *, escaping: bool) -> Environment:
    """Templates are files of the project; what people wrote is only ever a value."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=escaping,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
