"""The vocabulary of the ledger: every enumerated word that code, tables, URLs and screens share (docs/glossary.md)."""

from enum import StrEnum


class Kind(StrEnum):
    """What a report asks for."""

    CONSULT = "consult"  # 咨询
    HELP = "help"  # 求助
    COMPLAINT = "complaint"  # 投诉
    TIP_OFF = "tip_off"  # 举报
    SUGGESTION = "suggestion"  # 建议


class Urgency(StrEnum):
    """紧急程度: decides the unit in which promises are counted."""

    DANGER = "danger"
    URGENT = "urgent"
    NORMAL = "normal"


class Unit(StrEnum):
    """How a promise counts time (DESIGN D6)."""

    ELAPSED = "elapsed"  # minutes, 24×7
    WORKTIME = "worktime"  # minutes inside the calendar's windows
    WORKDAYS = "workdays"  # the start day is not counted


class Role(StrEnum):
    """角色 of a person; an enterprise is no person but the bearer of a follow code."""

    OPERATOR = "operator"  # 话务员
    HANDLER = "handler"  # 承办人
    AGENCY_LEAD = "agency_lead"  # 单位负责人
    ARBITRATOR = "arbitrator"  # 研判裁定岗
    TASK_FORCE = "task_force"  # 专班
    AUDITOR = "auditor"  # 审计
    ADMIN = "admin"  # 管理员


class Part(StrEnum):
    """The part an agency plays in an assignment."""

    LEAD = "lead"  # 主办
    SUPPORT = "support"  # 协办


class Basis(StrEnum):
    """On what an agency's responsibility for a measure rests."""

    STATED = "stated"
    INFERRED = "inferred"
    RULED = "ruled"


class Status(StrEnum):
    """Where an issue stands; follows its lead assignment while it is dispatched."""

    REGISTERED = "registered"
    TRIAGE = "triage"  # 研判
    ASSIGNED = "assigned"  # 已派单
    CLAIMED = "claimed"  # 已签收
    IN_PROGRESS = "in_progress"
    HELD = "held"  # 暂停
    DISPUTED = "disputed"  # 退单待裁定
    REPLIED = "replied"  # 已答复
    PROPOSED = "proposed"  # 拟销号
    SHELVED = "shelved"  # 挂账
    CLEARED = "cleared"  # 已销号
    DISMISSED = "dismissed"  # 不予受理
    JOINED = "joined"  # 已并单


class Stage(StrEnum):
    """Where an assignment stands."""

    ASSIGNED = "assigned"
    CLAIMED = "claimed"
    IN_PROGRESS = "in_progress"
    HELD = "held"
    DISPUTED = "disputed"
    REPLIED = "replied"
    WITHDRAWN = "withdrawn"  # return upheld, re-routed or dismissed


class Verb(StrEnum):
    """What people and the system do to an issue or an assignment; the key of the move tables and of permits."""

    REGISTER = "register"
    ROUTE = "route"
    TRIAGE = "triage"
    ASSIGN = "assign"
    DESIGNATE = "designate"
    CLAIM = "claim"
    CONTACT = "contact"
    START = "start"
    HOLD = "hold"
    RESUME = "resume"
    RETURN = "return"
    RULE = "rule"  # 裁定; upheld: the assignment ends
    REINSTATE = "reinstate"  # the return was refused: the assignment stands again
    ASK_EXTENSION = "ask_extension"
    DECIDE_EXTENSION = "decide_extension"
    REPLY = "reply"
    CALL_BACK = "call_back"
    JUDGE = "judge"  # is a dissatisfaction curable?
    PROPOSE = "propose"
    CLEAR = "clear"
    REDO = "redo"
    REOPEN = "reopen"
    JOIN = "join"
    SPLIT = "split"  # 拆单
    DISMISS = "dismiss"
    CONTEST = "contest"
    SHELVE = "shelve"
    UNSHELVE = "unshelve"
    ANSWER = "answer"  # answer at once from the knowledge base
    ADD_MATERIAL = "add_material"
    COMMENT = "comment"
    URGE = "urge"
    SUPERVISE = "supervise"
    APPEAL = "appeal"  # 申请评价复核
    DECIDE_APPEAL = "decide_appeal"
    CHECK_CALLBACK = "check_callback"  # 回访抽查
    PROPOSE_COMMON = "propose_common"
    CONFIRM_COMMON = "confirm_common"
    REJECT_COMMON = "reject_common"
    ADOPT = "adopt"  # 纳入共性问题
    DROP = "drop"
    CURE = "cure"  # 提交治理结果
    APPROVE_CURE = "approve_cure"
    REFUSE_CURE = "refuse_cure"
    PASS_ON = "pass_on"  # the cure to a child: its lead's reply
    RELAPSE = "relapse"
    ZERO = "zero"
    REFER = "refer"  # 转介 to a committee or to mediation
    REFER_UP = "refer_up"  # 上报; asked for, decided by the task force
    DECIDE_REFERRAL = "decide_referral"
    RECORD_OPINION = "record_opinion"
    WITHDRAW_REFERRAL = "withdraw_referral"  # 撤回转介


class EventKind(StrEnum):
    """What has happened: one row of the trail each."""

    REGISTERED = "registered"
    ROUTED = "routed"  # routing's proposal, with its reasons
    TRIAGED = "triaged"
    DISPATCHED = "dispatched"  # one assignment to one agency; clocks start here (D7)
    CLAIMED = "claimed"
    CONTACTED = "contacted"
    STARTED = "started"
    HELD = "held"
    RESUMED = "resumed"
    RETURNED = "returned"
    RETURN_UPHELD = "return_upheld"
    RETURN_REJECTED = "return_rejected"
    DESIGNATED = "designated"
    ACCEPTED = "accepted"  # the return window ended in silence
    WITHDRAWN = "withdrawn"  # an assignment ended without a reply
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    EXTENSION_REFUSED = "extension_refused"
    HARD_MARKED = "hard_marked"  # 疑难, changes the policy of the reply clock
    REPLIED = "replied"
    CALLBACK_TRIED = "callback_tried"  # an attempt that reached nobody
    CALLBACK_ANSWERED = "callback_answered"
    CALLBACK_MISSED = "callback_missed"  # every attempt reached nobody
    JUDGED = "judged"
    PROPOSED = "proposed"
    CLEARED = "cleared"
    REDONE = "redone"
    REOPENED = "reopened"
    JOINED = "joined"
    SPLIT = "split"  # several problems in one report became several issues
    URGED = "urged"
    DISMISSED = "dismissed"
    CONTESTED = "contested"
    SHELVED = "shelved"
    UNSHELVED = "unshelved"
    ANSWERED = "answered"
    MATERIAL_ADDED = "material_added"
    COMMENTED = "commented"
    SUPERVISED = "supervised"
    STEPPED = "stepped"  # a step of the ladder fired
    APPEALED = "appealed"  # the lead disputes a rating
    APPEAL_UPHELD = "appeal_upheld"  # the rating is set aside in the rates
    APPEAL_REJECTED = "appeal_rejected"
    CALLBACK_CHECKED = "callback_checked"
    REFERRED = "referred"  # to a committee or to mediation; clocks run on
    REFERRAL_ASKED = "referral_asked"  # upward
    REFERRAL_REFUSED = "referral_refused"
    REFERRED_UP = "referred_up"  # granted; shelved in the same breath
    OPINION_GIVEN = "opinion_given"
    REFERRAL_WITHDRAWN = "referral_withdrawn"
    ADOPTED = "adopted"  # as a child of a common problem
    DROPPED = "dropped"
    RECKONED = "reckoned"  # deadlines reckoned anew under a newly published calendar


class Target(StrEnum):
    """Which promise a clock keeps."""

    DISPATCH = "dispatch"
    CLAIM = "claim"
    RETURN = "return"
    ARBITRATE = "arbitrate"
    FIRST_CONTACT = "first_contact"
    REPLY = "reply"
    CALLBACK = "callback"
    HOLD = "hold"
    REVIEW = "review"


class ClockState(StrEnum):
    """A clock runs, stands still, was met, or was called off; a breach is a fact beside it, not a state."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """督办阶梯: what happens as a clock nears or passes due."""

    YELLOW = "yellow"
    RED = "red"
    URGE = "urge"
    SUPERVISE = "supervise"
    CRITICISE = "criticise"
    ELEVATE = "elevate"
    LAPSE = (
        "lapse"  # the promise ends by itself: a return window closes, a hold is resumed, a review falls due
    )


class Voice(StrEnum):
    """How a step speaks to an agency (DESIGN §5, last rule)."""

    CARD = "card"  # 黄牌、红牌
    LETTER = "letter"  # 函, through the convener of the task force
    THROUGH = "through"  # by way of the competent agency


class Audience(StrEnum):
    """Whom a notice is for; addresses are resolved when it is first taken."""

    ENTERPRISE = "enterprise"  # who reported, by the mail or phone they left
    ASSIGNED = "assigned"  # the agency of the event's assignment
    LEAD = "lead"  # the lead agency of the issue
    AGENCY_HEAD = "agency_head"  # the heads 分管领导 of the clock's agency
    THROUGH = "through"  # the agency through which the clock's agency is reached
    ARBITRATORS = "arbitrators"
    TASK_FORCE = "task_force"
    CONSULTED = "consulted"  # the association whose committee is asked
    CHANNEL_OWNER = "channel_owner"  # operators of the channel it came by
    ADMINS = "admins"  # who keeps the installation running
    SENDER = "sender"  # who wrote a letter that was not taken
    RECEIVER = "receiver"  # another system, by webhook


class NoticeKind(StrEnum):
    """What a notice says; each has a template in every language."""

    RECEIVED = "received"
    DISPATCHED = "dispatched"
    WITHDRAWN = "withdrawn"
    TRIAGE = "triage"
    RETURNED = "returned"
    RULED = "ruled"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_DECIDED = "extension_decided"
    REPLIED = "replied"
    CALLBACK = "callback"
    DISSATISFIED = "dissatisfied"
    REDONE = "redone"
    REOPENED = "reopened"
    PROPOSED = "proposed"
    CLEARED = "cleared"
    DISMISSED = "dismissed"
    JOINED = "joined"
    URGED = "urged"
    MATERIAL_ADDED = "material_added"
    SHELVED = "shelved"
    SUPERVISED = "supervised"
    APPEALED = "appealed"
    APPEAL_DECIDED = "appeal_decided"
    CHECK_DIFFERED = "check_differed"
    REFERRED = "referred"
    REFERRAL_ASKED = "referral_asked"
    REFERRAL_REFUSED = "referral_refused"
    OPINION_GIVEN = "opinion_given"
    REFERRAL_WITHDRAWN = "referral_withdrawn"
    STEP = "step"  # yellow, red, urge, supervise, criticise, elevate: the step is in the payload
    SUMMARY = "summary"
    EDITION = "edition"  # the summary as it concerns one agency
    FINDINGS = "findings"  # what the system found when it looked at itself
    LETTER_REFUSED = "letter_refused"  # a letter is empty or too large: what to do instead
    EVENT = "event"  # for programs: facts without wording


class CommonState(StrEnum):
    """Where a common problem stands."""

    PROPOSED = "proposed"
    OPEN = "open"
    REJECTED = "rejected"
    SUBMITTED = "submitted"  # a cure waits for the second person
    CURED = "cured"
    ZEROED = "zeroed"


class Outcome(StrEnum):
    """How an issue left the ledger; the ways off that a balance splits by."""

    CONFIRMED = "confirmed"
    CHECKED = "checked"
    UNREACHED = "unreached"
    ANSWERED = "answered"
    JOINED = "joined"
    DISMISSED = "dismissed"


class AgencyKind(StrEnum):
    """Decides how the ladder speaks to an agency (DESIGN §5, last rule)."""

    MUNICIPAL = "municipal"
    DISTRICT = "district"
    ZONE = "zone"  # 管委会
    CENTRAL = "central"  # 驻津 central bodies
    ENTERPRISE = "enterprise"
    ASSOCIATION = "association"
    COUNTERPART = "counterpart"  # outside the city


class ReferredTo(StrEnum):
    """转介去向: whose opinion is asked."""

    COMMITTEE = "committee"  # 专家会诊
    MEDIATION = "mediation"  # 调解
    MINISTRY = "ministry"  # 上报; shelved until it answers


class Origin(StrEnum):
    """附件来源: from which side a file came, which decides who may open it."""

    REPORTER = "reporter"  # with the report, or added for the enterprise
    HOUSE = "house"  # handed in by the house, for the house
    ANSWER = "answer"  # goes to the enterprise with the answer


class HoldReason(StrEnum):
    """暂停原因: the only reasons for which a clock may stand still; each has a longest time in the policies."""

    MATERIAL = "material"  # 待企业补充材料
    THIRD_PARTY = "third_party"  # 待第三方出具结果（检测、船公司、银行等）
    SUPERIOR = "superior"  # 待上级批复
    FORCE_MAJEURE = "force_majeure"  # 不可抗力


class DismissReason(StrEnum):
    """不予受理的情形."""

    NOT_OURS = "not_ours"  # 不属受理范围
    WITHDRAWN = "withdrawn"  # 企业撤回
    IN_PROCEEDINGS = "in_proceedings"  # 已进入诉讼、仲裁、复议或信访程序
    NO_NEW_FACTS = "no_new_facts"  # 同一事项已办结且无新情况
    UNVERIFIABLE = "unverifiable"  # 内容不明且无法核实


class ProposeReason(StrEnum):
    """拟销号的理由, where the enterprise itself has not confirmed."""

    UNREACHED = "unreached"  # 三次回访未联系上
    REFUSED = "refused"  # 企业不愿评价
    INCURABLE = "incurable"  # 客观条件所限，已作解释


class CallbackOutcome(StrEnum):
    """回访结果."""

    CONTACTED = "contacted"
    PROXY = "proxy"  # 他人代答
    REFUSED = "refused"
    UNREACHED = "unreached"


class CheckOutcome(StrEnum):
    """抽查结果: what the enterprise says when a second person asks it."""

    CONFIRMED = "confirmed"
    DIFFERS = "differs"
    UNREACHED = "unreached"


class Doing(StrEnum):
    """What somebody who has an issue's page open is about."""

    READING = "reading"
    REPLYING = "replying"
    ACTING = "acting"


class ChannelKind(StrEnum):
    """What kind of way in a channel is."""

    HOTLINE = "hotline"
    WINDOW = "window"
    WEB = "web"
    WECHAT = "wechat"
    MAIL = "mail"
    SEMINAR = "seminar"
    API = "api"  # an agency's own system


class DeadlineKind(StrEnum):
    """完成时限 of a measure: what the document's words amount to."""

    DATE = "date"
    STAGE_THEN_ONGOING = "stage_then_ongoing"
    PER_MINISTRY = "per_ministry"
    NONE = "none"
