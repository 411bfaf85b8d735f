"""Words of the house as messages say them, in Chinese and English."""

from collections.abc import Mapping

from engine.model.words import (
    Audience,
    Basis,
    DismissReason,
    HoldReason,
    Kind,
    Outcome,
    Part,
    ProposeReason,
    Status,
    Step,
    Target,
    Urgency,
)

Pair = tuple[str, str]

WORDS: Mapping[str, Mapping[str, Pair]] = {
    "part": {Part.LEAD: ("主办", "lead"), Part.SUPPORT: ("协办", "support")},
    "kind": {
        Kind.CONSULT: ("咨询", "question"),
        Kind.HELP: ("求助", "request for help"),
        Kind.COMPLAINT: ("投诉", "complaint"),
        Kind.TIP_OFF: ("举报", "tip-off"),
        Kind.SUGGESTION: ("建议", "suggestion"),
    },
    "urgency": {
        Urgency.DANGER: ("危及安全", "danger"),
        Urgency.URGENT: ("紧急", "urgent"),
        Urgency.NORMAL: ("一般", "normal"),
    },
    "basis": {
        Basis.STATED: ("文件明确", "stated by the document"),
        Basis.INFERRED: ("按职责推定", "inferred from its duties"),
        Basis.RULED: ("研判裁定", "ruled"),
    },
    "status": {
        Status.REGISTERED: ("已登记", "registered"),
        Status.TRIAGE: ("待研判", "in triage"),
        Status.ASSIGNED: ("已派单", "dispatched"),
        Status.CLAIMED: ("已签收", "claimed"),
        Status.IN_PROGRESS: ("办理中", "in progress"),
        Status.HELD: ("已暂停", "on hold"),
        Status.DISPUTED: ("退单待裁定", "returned, not ruled"),
        Status.REPLIED: ("已答复", "replied"),
        Status.PROPOSED: ("拟销号", "proposed for clearing"),
        Status.SHELVED: ("已挂账", "shelved"),
        Status.CLEARED: ("已销号", "cleared"),
        Status.DISMISSED: ("不予受理", "not taken on"),
        Status.JOINED: ("已并单", "joined"),
    },
    "target": {
        Target.DISPATCH: ("派单", "dispatch"),
        Target.CLAIM: ("签收", "claim"),
        Target.RETURN: ("退单", "return"),
        Target.ARBITRATE: ("裁定", "ruling"),
        Target.FIRST_CONTACT: ("首次联系企业", "first contact"),
        Target.REPLY: ("答复", "reply"),
        Target.CALLBACK: ("回访", "callback"),
        Target.HOLD: ("暂停", "hold"),
        Target.REVIEW: ("挂账复核", "review"),
    },
    "step": {
        Step.YELLOW: ("黄牌提醒", "yellow card"),
        Step.RED: ("红牌警示", "red card"),
        Step.URGE: ("催办", "urging"),
        Step.SUPERVISE: ("督办", "supervision"),
        Step.CRITICISE: ("通报", "notice of criticism"),
        Step.ELEVATE: ("提级办理", "elevation"),
        Step.LAPSE: ("期满", "lapse"),
    },
    "dismiss": {
        DismissReason.NOT_OURS: ("不属于本渠道受理范围", "it is outside what this service may take on"),
        DismissReason.WITHDRAWN: ("您已撤回", "you withdrew it"),
        DismissReason.IN_PROCEEDINGS: (
            "已进入诉讼、仲裁、复议或信访程序",
            "it is before a court, an arbitrator or a review body",
        ),
        DismissReason.NO_NEW_FACTS: (
            "同一事项已办结，且没有新的情况",
            "the same matter was settled and nothing is new",
        ),
        DismissReason.UNVERIFIABLE: ("内容不够明确，无法核实", "what it says cannot be verified"),
    },
    "propose": {
        ProposeReason.UNREACHED: ("三次回访均未联系上企业", "three callbacks reached nobody"),
        ProposeReason.REFUSED: ("企业不愿评价", "the enterprise declined to rate"),
        ProposeReason.INCURABLE: ("受客观条件所限，已向企业作出解释", "it cannot be cured and was explained"),
    },
    "hold": {
        HoldReason.MATERIAL: ("待企业补充材料", "material awaited from the enterprise"),
        HoldReason.THIRD_PARTY: ("待第三方出具结果", "a third party's result awaited"),
        HoldReason.SUPERIOR: ("待上级批复", "a superior's decision awaited"),
        HoldReason.FORCE_MAJEURE: ("不可抗力", "force majeure"),
    },
    "outcome": {
        Outcome.CONFIRMED: ("企业确认", "confirmed by the enterprise"),
        Outcome.CHECKED: ("核查销号", "checked by a second person"),
        Outcome.UNREACHED: ("未联系上企业", "enterprise not reached"),
    },
    "greeting": {
        Audience.ENTERPRISE: ("您好！", "Hello,"),
        Audience.ARBITRATORS: ("研判裁定岗：", "To the arbitrators,"),
        Audience.TASK_FORCE: ("专班各位同志：", "To the members of the task force,"),
        Audience.CHANNEL_OWNER: ("受理岗：", "To the operators of the channel,"),
        Audience.ADMINS: ("系统管理员：", "To the administrators,"),
        Audience.SENDER: ("您好！", "Hello,"),
        Audience.ASSIGNED: ("{agency}：", "To {agency},"),
        Audience.LEAD: ("{agency}：", "To {agency},"),
        Audience.AGENCY_HEAD: ("{agency}分管负责同志：", "To the head in charge at {agency},"),
        Audience.THROUGH: ("{agency}：", "To {agency},"),
        Audience.CONSULTED: ("{agency}：", "To {agency},"),
    },
}
LANGUAGES = ("zh", "en")
CHECKS: Mapping[str, Pair] = {  # what a check is called, by its duty
    "audit": ("夜间核验", "The nightly audit"),
    "check-rules": ("日历与目录检查", "The check of calendar and catalogue"),
    "reviews": ("挂账复查", "Reviews of shelved issues"),
    "commons": ("共性问题治理", "Common problems"),
    "poll-mailbox": ("收件邮箱", "The mailbox for reports"),
}


def word(group: str, key: str, locale: str) -> str:
    """One word; a key nobody named stands for itself."""
    pair = WORDS[group].get(key)
    return pair[LANGUAGES.index(locale)] if pair else key
