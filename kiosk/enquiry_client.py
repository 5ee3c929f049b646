"""The centre's answers to a customer's questions (docs/central-contract.md, Authentication of a visit and Queries)."""

from kiosk.central_client import CentralClient
from kiosk.enquiry import EnquiryProblem, EnquiryRefused
from kiosk.questions import Answer, Question


class EnquiryClient:
    """Blocking, each question within its time limit; may be used from several threads."""

    def __init__(self, client: CentralClient) -> None:
        self._client = client

    def ask(self, question: Question) -> Answer:
        return EnquiryRefused(EnquiryProblem.SILENT, reason=type(question).__name__)
