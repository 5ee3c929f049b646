"""Every figure of the centre that an operator may want to change. Durations are in the unit of their name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Defaults suit a hall with a handful of terminals; tests and the demo pass their own."""

    # enrolment (contract, section Enrolment)
    clock_skew_seconds: int = 300  # both ways, of a request's created

    # payments (central-api.md 3)
    amount_limit_fen: int = 1_000_000  # one payment, 10 000 yuan
    billing_seconds: float = 5.0  # how long one posting stays valid at the billing system
    answer_seconds: float = 4.0  # how long a terminal's call waits for billing before it answers "posting"
    batch_seconds: float = 8.0  # items of a batch not started by then are answered 503 and may be sent again
    inquiry_seconds: float = 2.0  # pause before an inquiry about a posting in doubt
    billing_retry_seconds: float = 5.0  # pause before billing is tried again after it was down
    retry_after_seconds: int = 5  # Retry-After of 503

    # SMS (central-api.md 4.1)
    sms_unknown_wait_seconds: float = 20.0
    sms_submit_seconds: float = 15.0  # a claim older than this belongs to a process that died
    sms_second_try_seconds: float = 300.0
    sms_give_up_seconds: float = 24 * 3600.0
    sms_overdue_seconds: float = 600.0  # from here on a payment is on the "paid, no SMS" list (trust.md M12)
    handset_delay_seconds: float = 1.5

    # reopening (F38; trust.md O4: 24 hours at most, we call an hour late)
    reopen_seconds: float = 3.0
    reopen_late_seconds: float = 3600.0

    # look-ups (field.md X27), in a sliding minute
    lookups_per_kiosk: int = 240
    lookups_per_number: int = 60

    # authentication of a visit (F8, F10; field.md X27, X28)
    challenge_seconds: float = 180.0  # how long a code, or the question for a password, is good
    challenge_tries: int = 3  # wrong answers to one challenge
    visit_token_seconds: float = 600.0
    failures_to_lock: int = 5  # wrong answers for a number by one method, at all terminals together
    failure_window_seconds: float = 24 * 3600.0  # older failures are forgotten
    code_lock_seconds: float = 1800.0
    password_lock_seconds: float = 24 * 3600.0
    code_pause_seconds: int = 60  # between two codes to one number
    codes_per_hour: int = 5  # to one number
    codes_per_day: int = 10
    challenges_per_kiosk: int = 30  # in a sliding minute
    answers_per_kiosk: int = 60
    queries_per_kiosk: int = 600
    queries_per_number: int = 120

    # receipts again, help (F29, F30, F19)
    reprints_per_payment: int = 5
    slips_per_kiosk: int = 20  # in a sliding minute: nobody finds a stranger's slip by trying
    help_calls_per_kiosk: int = 20

    # people (trust.md S3): Argon2id's memory, and how long a log-in to the hall pages lasts
    argon2_kib: int = 64 * 1024
    session_idle_seconds: float = 1200.0
    session_longest_seconds: float = 12 * 3600.0
    log_ins_per_address: int = 30  # in a sliding minute
    log_ins_at_once: int = 2  # each takes argon2_kib of memory; the others wait

    # terminals and their staff (field.md X12, X31; F62)
    approval_seconds: float = 600.0  # a question to a second person
    bundle_limit_bytes: int = 8 * 1024 * 1024
    bundles_per_kiosk: int = 10  # the oldest go

    # alarms and work orders (features.md F52, F65; central-api.md appendix A)
    alarm_seconds: float = 15.0  # between two looks at everything
    alarm_messages_per_hour: int = 12  # to one number; the last of them says how many more there are
    in_doubt_seconds: float = 900.0  # from here on a payment that is not settled is somebody's to look at
    order_due_seconds: float = 10 * 3600.0  # mean handling, features.md 6

    # health of terminals (contract, Health; central-api.md 6)
    silence_seconds: float = 90.0  # a terminal beats every 30 s; longer apart, it was silent between two of them

    # transport
    body_limit_bytes: int = 256 * 1024
    worker_interval_seconds: float = 0.2
