"""Where messages lead."""

from urllib.parse import quote


def issue(base: str, reference: str) -> str:
    """An issue's page, for those who sign in."""
    return f"{base.rstrip('/')}/issues/{quote(reference)}"


def follow(base: str, code: str) -> str:
    """What an enterprise sees by its code."""
    return f"{base.rstrip('/')}/follow/{quote(code)}"


def report(base: str) -> str:
    """Where an enterprise reports a problem on the web."""
    return f"{base.rstrip('/')}/report"


def rate(base: str, token: str) -> str:
    """The page that asks whether the problem is solved; opening it records nothing."""
    return f"{base.rstrip('/')}/rate/{quote(token)}"


def unsubscribe(base: str, code: str) -> str:
    """Where no more mail is asked for; opening it records nothing."""
    return f"{base.rstrip('/')}/unsubscribe/{quote(code)}"


def summary(base: str, week: str) -> str:
    """A week's summary."""
    return f"{base.rstrip('/')}/summaries/{quote(week)}"


def summary_list(base: str, week: str, key: str) -> str:
    """The issues behind one of its numbers."""
    return f"{summary(base, week)}/list?key={quote(key)}"


def inbox(base: str) -> str:
    """What an agency has to do."""
    return f"{base.rstrip('/')}/inbox"


def page(base: str, path: str) -> str:
    """A page of the console by its path."""
    return f"{base.rstrip('/')}{path}"


def common(base: str, number: int) -> str:
    """A common problem's page."""
    return f"{base.rstrip('/')}/commons/{number}"
