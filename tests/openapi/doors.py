"""Who may pass which door: every operation of the contract, with a body it takes and those it lets through."""

from dataclasses import dataclass
from typing import Any

# How each caller stands to the issue at hand: led by the port group, supported by customs, received by customs' hotline.
SEE_IT = frozenset(
    [
        "reporter",
        "operator",
        "handler",
        "head",
        "support",
        "arbitrator",
        "task_force",
        "party",
        "auditor",
        "admin",
    ]
)
CALLERS = {
    "nobody": "",
    "reporter": "code of the report",
    "stranger": "code of another report",
    "operator": "operator.tianjin-customs",
    "other_operator": "operator.port-group",
    "handler": "handler.port-group",
    "head": "head.port-group",
    "support": "handler.tianjin-customs",
    "elsewhere": "handler.tax-bureau",
    "arbitrator": "arbitrator",
    "task_force": "taskforce",
    "party": "taskforce.tianjin-customs",
    "auditor": "auditor",
    "admin": "admin",
}
PEOPLE = frozenset(CALLERS) - {"nobody", "reporter", "stranger"}
EVERYBODY = frozenset(CALLERS)
OVERSEERS = "arbitrator task_force party auditor admin"
SEE_COMMON = frozenset(["reporter", "stranger", "handler", "head", *OVERSEERS.split()])


@dataclass(frozen=True)
class Door:
    """One operation: whom it lets through, what is sent, and whether it is about the issue at hand."""

    method: str
    path: str
    lets: frozenset[str]
    body: dict[str, Any] | None = None
    about_issue: bool = True
    seen_by: frozenset[str] = SEE_IT
    files: bool = False

    @property
    def name(self) -> str:
        """As the contract has it."""
        return f"{self.method} {self.path}"

    def refusal(self, caller: str) -> int:
        """The status for somebody it does not let through."""
        if caller == "nobody":
            return 401
        return 404 if self.about_issue and caller not in self.seen_by else 403


def verb(path: str, lets: str, body: dict[str, Any] | None = None) -> Door:
    """A state change of the issue at hand."""
    return Door("post", path, frozenset(lets.split()), body)


def house(method: str, path: str, lets: frozenset[str] | str, body: dict[str, Any] | None = None) -> Door:
    """A door that is about no issue."""
    return Door(
        method, path, frozenset(lets.split()) if isinstance(lets, str) else lets, body, about_issue=False
    )


def common(path: str, lets: str, body: dict[str, Any]) -> Door:
    """A state change of the common problem at hand."""
    return Door("post", f"/common-problems{path}", frozenset(lets.split()), body, seen_by=SEE_COMMON)


WHY = {"why": "理由如下"}
TEXT = {"text": "已电话说明"}
AT_LEAD = "handler head"
RECEIVER = {"name": "业务系统", "url": "https://port.example/hooks", "kinds": ["dispatched"]}
ACCOUNT = {"login": "door.keeper", "name": "守门人", "role": "auditor"}
DOORS = (
    Door("get", "/issues/{reference}", SEE_IT),
    Door("get", "/issues/{reference}/timeline", SEE_IT),
    verb("/issues/{reference}/route", "operator arbitrator"),
    verb("/issues/{reference}/assignment", "operator arbitrator", {"lead": "port-group"}),
    verb("/issues/{reference}/designation", "task_force", {"lead": "port-group", "opinion": "指定"}),
    verb("/issues/{reference}/answer", "operator", {"knowledge_id": 1}),
    verb(
        "/issues/{reference}/dismissal",
        "operator arbitrator",
        {"reason": "not_ours", "instead": "请向法院起诉"},
    ),
    verb("/issues/{reference}/contest", "operator reporter", WHY),
    verb("/issues/{reference}/splitting", "operator arbitrator", {"parts": ["查验费用", "退税延误"]}),
    verb("/issues/{reference}/joining", "operator arbitrator", {"to": "{reference}"}),
    verb("/issues/{reference}/comments", "operator handler head support arbitrator task_force party", TEXT),
    verb("/issues/{reference}/materials", "operator reporter", TEXT),
    verb("/issues/{reference}/urgings", "operator reporter arbitrator task_force party", TEXT),
    verb("/issues/{reference}/callbacks", "operator reporter", {"resolved": True}),
    verb("/issues/{reference}/callbacks/attempts", "operator", {}),
    verb("/issues/{reference}/judgement", "arbitrator", {"curable": True, "opinion": "可以补救"}),
    verb("/issues/{reference}/proposal", "operator arbitrator", {"why": "unreached", "evidence": "三次未通"}),
    verb("/issues/{reference}/clearing", "arbitrator task_force", {"evidence": "已提离"}),
    verb("/issues/{reference}/redo", "arbitrator", WHY),
    verb("/issues/{reference}/appeals", AT_LEAD, {"round": 1, "basis": "签收记录"}),
    verb(
        "/issues/{reference}/checks", "operator arbitrator task_force", {"round": 1, "outcome": "confirmed"}
    ),
    verb("/appeals/{request_id}/decision", "task_force", {"granted": True, "decision": "同意"}),
    verb("/issues/{reference}/reopening", "operator reporter", WHY),
    verb(
        "/issues/{reference}/shelving",
        "task_force",
        {"reason": "待上级", "review_at": "2026-12-01T09:00:00+08:00"},
    ),
    verb("/issues/{reference}/unshelving", "task_force party", WHY),
    verb("/issues/{reference}/supervision", "task_force party", WHY),
    verb("/assignments/{assignment_id}/claim", AT_LEAD),
    verb("/assignments/{assignment_id}/contact", AT_LEAD, TEXT),
    verb("/assignments/{assignment_id}/start", AT_LEAD),
    verb("/assignments/{assignment_id}/hold", AT_LEAD, {"reason": "material"}),
    verb("/assignments/{assignment_id}/resumption", AT_LEAD, {}),
    verb("/assignments/{assignment_id}/return", AT_LEAD, {"basis": "依据分工应由海关牵头办理"}),
    verb("/assignments/{assignment_id}/ruling", "arbitrator", {"upheld": False, "opinion": "应由港口办理"}),
    verb("/assignments/{assignment_id}/reply", AT_LEAD, TEXT | {"open_supports_reason": "无需等待"}),
    verb("/assignments/{assignment_id}/extensions", AT_LEAD, {"workdays": 3, "reason": "检测未出"}),
    verb("/extensions/{request_id}/decision", "task_force", {"granted": True, "decision": "同意"}),
    verb(
        "/issues/{reference}/referrals",
        f"{AT_LEAD} arbitrator task_force party",
        {"committee": "depots", "question": "堆存费如何计收？", "due_at": "2026-12-01T18:00:00+08:00"},
    ),
    verb(
        "/issues/{reference}/referrals/upward",
        f"{AT_LEAD} arbitrator task_force party",
        {"ministry": "主管部委", "question": "可否减免？", "review_at": "2026-12-01T18:00:00+08:00"},
    ),
    verb(
        "/referrals/{referral_id}/decision",
        "task_force",
        {"granted": True, "decision": "同意"},
    ),
    verb("/referrals/{referral_id}/opinion", "arbitrator task_force", {"opinion": "应当减免"}),
    verb("/referrals/{referral_id}/withdrawal", "handler task_force", WHY),  # the handler asked
    house("get", "/common-problems", PEOPLE),
    house(
        "post",
        "/common-problems",
        "operator other_operator handler head support elsewhere arbitrator task_force party",
        {"title": "进港预约拥堵", "references": ["QL-1"], "reason": "同因"},
    ),
    Door(
        "get",
        "/common-problems/{common_id}",
        SEE_COMMON - {"reporter", "stranger"},
        seen_by=SEE_COMMON,
    ),
    common(
        "/{common_id}/confirmation",
        "arbitrator task_force party",
        {"title": "进港预约拥堵", "lead": "port-group", "disclosed": True},
    ),
    common("/{common_id}/rejection", "arbitrator task_force party", WHY),
    common("/{common_id}/children", "arbitrator task_force party", {"references": ["QL-1"]}),
    common(
        "/{common_id}/children/dropping", "arbitrator task_force party", WHY | {"reference": "{reference}"}
    ),
    common("/{common_id}/cure", AT_LEAD, {"text": "已扩容", "evidence": "排队时长见附表"}),
    common(
        "/{common_id}/cure/decision", "arbitrator task_force party", {"approved": True, "opinion": "抽查属实"}
    ),
    Door("get", "/issues/{reference}/attachments", SEE_IT),
    Door(
        "post",
        "/issues/{reference}/attachments",
        frozenset(
            ["operator", "reporter", "handler", "head", "support", "arbitrator", "task_force", "party"]
        ),
        TEXT,
        files=True,
    ),
    Door("get", "/attachments/{attachment_id}", SEE_IT),
    house("get", "/issues", PEOPLE),
    house("get", "/assignments", "handler head support elsewhere party"),
    house("get", "/agencies", PEOPLE),
    house("get", "/documents", PEOPLE),
    house("get", "/measures", PEOPLE),
    house("get", "/knowledge", PEOPLE),
    house(
        "post",
        "/knowledge",
        "head admin",
        {
            "agency": "port-group",
            "question": "何时提箱",
            "answer": "预约后两小时",
            "valid_from": "2026-10-01",
        },
    ),
    house("post", "/duplicates", PEOPLE, {"text": "冻肉滞港三天"}),
    house("post", "/explanations", PEOPLE, {"text": "冻肉滞港三天"}),
    house("get", "/notices", "auditor admin task_force party"),
    house("post", "/notices/{notice_id}/resending", "admin"),
    house("get", "/receivers", "admin"),
    house("post", "/receivers", "admin", RECEIVER | {"agency": "port-group"}),
    house("put", "/receivers/{receiver_id}", "admin", RECEIVER),
    house("post", "/receivers/{receiver_id}/secrets", "admin"),
    house("post", "/receivers/{receiver_id}/tests", "admin"),
    house("get", "/people", "admin"),
    house("post", "/people", "admin", ACCOUNT | {"password": "雾里的码头-2027"}),
    house("put", "/people/{person_id}", "admin", ACCOUNT),
    house("get", "/people/{person_id}/changes", "admin"),
    house("post", "/people/{person_id}/blocking", "admin"),
    house("post", "/people/{person_id}/unblocking", "admin"),
    house("post", "/people/{person_id}/password", "admin", {"password": "雾里的码头-2027"}),
    house("get", "/publications", OVERSEERS),
    house("post", "/drafts/{kind}", "admin", {"name": "2027.yaml", "content": "eWVhcjogMjAyNw=="}),
    house("get", "/drafts/{kind}/{draft_id}", "admin"),
    house("delete", "/drafts/{kind}/{draft_id}", "admin"),
    house("post", "/drafts/{kind}/{draft_id}/publication", "admin", {"seen": "0" * 64}),
    house("post", "/sessions/current/password", PEOPLE, {"current": "wrong", "password": "雾里的码头-2027"}),
    house("get", "/summaries", OVERSEERS),
    house("get", "/summaries/{week}", OVERSEERS),
    house("get", "/exports/issues", PEOPLE),
    house("get", "/exports/summaries/{week}", OVERSEERS),
    house(
        "post",
        "/reports",
        "operator",
        {"channel": "customs-12360", "external_id": "door", "text": "查验后掏箱费用由谁承担"},
    ),
    house("get", "/sessions/current", EVERYBODY - {"nobody"}),
    house("delete", "/sessions/current", EVERYBODY - {"nobody"}),
    house("post", "/sessions", EVERYBODY, {"login": "arbitrator", "password": "wrong"}),
    house("get", "/public/channels", EVERYBODY),
    house("get", "/public/challenge", EVERYBODY),
    house("post", "/public/reports", EVERYBODY, {"external_id": "public-door", "text": "查验费用咨询"}),
    house("get", "/public/reports/{code}", EVERYBODY),
    house("post", "/public/callbacks/{token}", EVERYBODY, {"resolved": True}),
)
