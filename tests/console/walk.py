"""Every page of the console, with somebody who works on it; what stands in braces is the database's own."""

from collections.abc import Mapping, Sequence

HANDLER = "handler.tianjin-customs"
OPERATOR = "operator.tianjin-customs"
VISITOR = ""
LATE, HELD, DISPUTED = "QL-261009-000002", "QL-261010-000003", "QL-261012-000004"

PAGES: Mapping[str, Mapping[str, str]] = {  # who → name of the page → its address
    VISITOR: {
        "front": "/",
        "sign-in": "/sign-in",
        "report": "/report",
        "follow-door": "/follow",
        "follow": "/follow/{code}",
        "rate": "/rate/{token}",
        "rate-by-code": "/follow/{code}/rate/{answered}",
        "unsubscribe": "/unsubscribe/{code}",
    },
    HANDLER: {
        "inbox": "/inbox",
        "inbox-empty": "/inbox?q=none",
        "issue-held": f"/issues/{HELD}",
        "issue-files": "/issues/{answered}",
        "catalog": "/catalog",
    },
    OPERATOR: {"desk": "/desk?caller=13900001234", "callbacks": "/callbacks", "ledger": "/issues"},
    "arbitrator": {
        "triage": "/triage",
        "disputes": "/disputes",
        "judgements": "/judgements",
        "opinions": "/opinions",
        "closing": "/closing",
        "checks": "/checks",
        "issue-disputed": f"/issues/{DISPUTED}",
    },
    "taskforce": {
        "board": "/board",
        "opened": "/board/list?key=ledger/closing",
        "summaries": "/summaries",
        "summary": "/summaries/2026-W41",
        "summary-opened": "/summaries/2026-W41/list?key=ledger/new",
        "release": "/summaries/2026-W41/release",
        "commons": "/commons",
        "common": "/commons/{common}",
        "requests": "/requests",
        "issue-late": f"/issues/{LATE}",
        "find": "/find?q=申报",
    },
    "admin": {
        "outbox": "/outbox",
        "mailbox": "/mailbox",
        "agencies": "/catalog/agencies",
        "versions": "/catalog/versions",
        "measure": "/catalog/2023-measures/28",
        "letter": "/mailbox/{letter}",
        "duties": "/duties",
        "audit": "/audit",
        "runs": "/duties/runs",
        "run": "/duties/runs/{run}",
        "people": "/people",
        "person-new": "/people/new",
        "person": "/people/1",
        "account": "/account",
        "import": "/import",
        "import-draft": "/import/{table}",
        "policies": "/policies",
        "policies-draft": "/policies/{limits}",
        "routing": "/routing",
        "routing-draft": "/routing/drafts/{topic}",
        "topic": "/routing/topics/smart-port",
        "calendar": "/calendar?year=2027",
        "calendar-draft": "/calendar/{notice}",
        "templates": "/templates",
        "template": "/templates/dispatched",
        "receivers": "/receivers",
    },
}
REFUSED: Mapping[str, Sequence[str]] = {
    HANDLER: ("/board", "/issues/QL-000000-000000"),
    OPERATOR: ("/people",),
}


def pages(known: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """The same with the addresses of this database."""
    return {
        login: {name: path.format_map(known) for name, path in found.items()}
        for login, found in PAGES.items()
    }
