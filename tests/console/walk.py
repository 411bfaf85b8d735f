"""Every page of the console, with somebody who works on it."""

from collections.abc import Mapping, Sequence

HANDLER = "handler.tianjin-customs"
OPERATOR = "operator.tianjin-customs"
VISITOR = ""
LATE, HELD, DISPUTED = "QL-261009-000002", "QL-261010-000003", "QL-261012-000004"

PAGES: Mapping[str, Mapping[str, str]] = {  # who → name of the page → its address
    VISITOR: {"front": "/", "sign-in": "/sign-in", "report": "/report", "follow-door": "/follow"},
    HANDLER: {
        "inbox": "/inbox",
        "inbox-empty": "/inbox?q=none",
        "issue-held": f"/issues/{HELD}",
        "catalog": "/catalog",
    },
    OPERATOR: {"desk": "/desk?caller=13900001234", "callbacks": "/callbacks", "ledger": "/issues"},
    "arbitrator": {
        "triage": "/triage",
        "disputes": "/disputes",
        "judgements": "/judgements",
        "opinions": "/opinions",
        "closing": "/closing",
        "issue-disputed": f"/issues/{DISPUTED}",
    },
    "taskforce": {
        "board": "/board",
        "opened": "/board/list?key=ledger/closing",
        "summaries": "/summaries",
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
        "duties": "/duties",
        "people": "/people",
        "person-new": "/people/new",
        "person": "/people/1",
        "account": "/account",
        "import": "/import",
        "policies": "/policies",
        "routing": "/routing",
        "topic": "/routing/topics/smart-port",
        "calendar": "/calendar?year=2027",
        "templates": "/templates/dispatched",
        "receivers": "/receivers",
    },
}
REFUSED: Mapping[str, Sequence[str]] = {
    HANDLER: ("/board", "/issues/QL-000000-000000"),
    OPERATOR: ("/people",),
}
