"""What scripted people write: a few sentences of each kind, as offices and enterprises write them."""

from collections.abc import Sequence

from flows.simulation.behaviour import draw

REPLIES = (
    "经核查，贵司反映的问题系系统状态未及时更新所致，现已更正，货物可正常办理提离手续。",
    "我单位已会同码头核实，相关费用系重复计收，将在五个工作日内原路退回，请留意到账。",
    "该票货物查验已完成，放行信息已发送，滞留期间的堆存费用由码头按规定减免。",
    "已安排专人与贵司对接，所需材料清单已发送至贵司邮箱，材料齐备后当日办结。",
    "贵司所询政策适用，申请入口及办理流程已电话告知，如有疑问可随时联系我单位承办人。",
    "经协调，已为贵司预约本周内优先查验，后续进展由承办人每日告知。",
    "您的建议已采纳并纳入下一步改进计划，预计下月在系统中上线。",
)
RETURNS = (
    "该事项涉及的审批权限不在我单位，依据部门权责清单应由其他单位办理。",
    "经核对派单目录，本事项牵头单位为其他部门，我单位仅为配合单位。",
    "反映的收费主体不属我单位监管对象，建议改派相应行业主管部门。",
)
ANSWERS = (
    "答复说已经处理，但货还是提不出来。",
    "只是打了个电话解释，费用一分没退。",
    "材料交了两遍，系统里还是老状态。",
    "说是让等通知，等了一个礼拜没人理。",
)


def pick_words(words: Sequence[str], seed: str) -> str:
    """One of them, the same for the same seed."""
    return words[draw(seed, "words") % len(words)]
