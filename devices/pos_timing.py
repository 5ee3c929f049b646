"""Every delay and count of the POS Integrado driver, each with its reason; tests give shorter ones."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PosTiming:
    """Seconds where the name ends in ``_s``, else counts."""

    ack_s: float = 2.0  # wait for ACK (section 2)
    sends: int = 3  # of one request (section 4)
    answer_s: float = 150.0  # wait for an answer (section 2); also what a sale may take that nobody has seen the end of
    bad_answers: int = 3  # the terminal sends an answer three times; after that it does not come
    promise_s: float = 8.0  # for the till to record an approval; the terminal repeats its answer after 10 s
    promise_step_s: float = 0.05  # the wire and the program's end are looked at so often meanwhile
    quiet_s: float = 1.0  # of the line before the terminal is asked (section 8.2)
    drain_s: float = 30.0  # a line that is never quiet is asked all the same
    rest_of_frame_s: float = 2.0  # a frame whose next byte does not come for so long has been cut
    idle_poll_s: float = 0.8  # between two polls while nothing is to be done
    unheard_s: float = 0.8  # at rest: then it is told that nothing answers a poll (trust.md A2), and waited on
    prompt_polls: int = 150  # acknowledged sooner, in a row (two minutes): a terminal whose silence is told so early
    silent_polls: int = 2  # unanswered in a row: nobody is there
    host_answer_s: float = 60.0  # of 0800, which asks the host
    last_sale_s: float = 30.0  # of 0250, which asks nobody
    init_s: float = 60.0  # Autoservicio: for the initialisation to succeed
    init_again_s: float = 2.0  # between two questions whether it has
    start_again_s: float = 10.0  # after a start that did not succeed
    order_waits_s: float = 20.0  # a sale or the end of the day, for a terminal at rest
    contact_s: float = 600.0  # without the terminal's word an attempt can't be decided (section 8.2)
    ask_again_s: float = 5.0  # after a question for the last sale that was not answered
    first_back_off_s: float = 5.0  # between two tries of a reversal, doubled each time
    longest_back_off_s: float = 300.0
