"""Kind, urgency and the named moment are proposed from what a report says."""

import pytest

from engine.model.words import Kind, Urgency
from engine.routing.asking import needed_by
from engine.routing.router import Router
from engine.routing.text import normalise


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请问AEO认证需要什么条件，想了解一下怎么申请", Kind.CONSULT),
        ("投诉：堆场乱收费，凭什么多收八十块，没人管", Kind.COMPLAINT),
        ("建议把税单都改成电子的，希望能网上下载", Kind.SUGGESTION),
        ("匿名举报某货代行贿，索要好处", Kind.TIP_OFF),
        ("箱子卡在码头提不出来，请帮我们协调一下，催一下", Kind.HELP),
    ],
)
def test_the_kind_follows_what_is_asked(router: Router, text: str, kind: Kind) -> None:
    assert router.route(text).kind == kind


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("堆场里一个罐箱冒白烟，味道刺鼻，赶紧派人", Urgency.DANGER),
        ("码头有人员伤亡，危险品箱泄漏", Urgency.DANGER),
        ("今晚截港，集港预约一直失败，赶不上船了", Urgency.URGENT),
        ("活蟹等查验等了一天，都要死了", Urgency.URGENT),
        ("请问海外仓示范企业的评选标准是什么", Urgency.NORMAL),
        ("希望堆场费用能够按月结算", Urgency.NORMAL),
    ],
)
def test_urgency_follows_danger_loss_and_cut_off(router: Router, text: str, urgency: Urgency) -> None:
    assert router.route(text).urgency == urgency


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("今晚十点截港，预约做不上", "今晚十点"),
        ("船明早六点就开船了", "明早六点"),
        ("cut-off是今天17:00，VGM传不上去", "今天17:00"),
        ("货 10月8日 之前要到工厂装机", "10月8日"),
        ("请问每天几点上班", None),
        ("上个月出口的货", None),
    ],
)
def test_the_moment_that_something_happens(text: str, moment: str | None) -> None:
    assert needed_by(normalise(text)) == moment
