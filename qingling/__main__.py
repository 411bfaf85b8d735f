"""`python -m qingling`."""

from qingling.main import app

app()
