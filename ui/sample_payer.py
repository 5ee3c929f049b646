"""The customer of all samples, and what they end with."""

from typing import Final

from kiosk.money import Fen
from kiosk.views import Message, ResultView, StepState
from kiosk.visit_types import Reopening, SmsState

FULL: Final = "13812345678"
MASKED: Final = "138****5678"
NAME: Final = "张*"
GREETING: Final = "尊敬的钻石客户，晚上好"
OWED: Final = Fen(18240)
RESULT: Final = ResultView(
    masked_number=MASKED,
    masked_name=NAME,
    amount=Fen(20000),
    payment_id="K0003-0000124",
    posting=StepState.WAITING,
    sms=StepState.WAITING,
    sms_state=SmsState.WAITING,
    reopening=StepState.WAITING,
    reopening_state=Reopening.PENDING,
    receipt=StepState.WAITING,
    message=Message("result_posting"),
)
