"""Why an article could not be had or read: a code, a sentence for people, and the next step."""

from __future__ import annotations

from enum import StrEnum


class NextStep(StrEnum):
    """What the person who submitted can do about a failure."""

    RETRY = "retry"
    PASTE_TEXT = "paste_text"
    UPLOAD_PAGE = "upload_page"
    CHECK_ADDRESS = "check_address"
    ASK_ADMIN = "ask_admin"

    @property
    def advice(self) -> str:
        """The step as a sentence for the screen."""
        return _ADVICE[self]


_ADVICE = {
    NextStep.RETRY: "Try again later.",
    NextStep.PASTE_TEXT: "Paste the article's text instead.",
    NextStep.UPLOAD_PAGE: "Save the page in your browser and upload the file.",
    NextStep.CHECK_ADDRESS: "Check the address and submit it again.",
    NextStep.ASK_ADMIN: "Ask an administrator.",
}


class FailureReason(StrEnum):
    """A reason code with its ``sentence``, its ``next_step`` and whether a later retry may help."""

    sentence: str
    next_step: NextStep
    retryable: bool

    def __new__(
        cls, value: str, sentence: str, next_step: NextStep, retryable: bool = False
    ) -> FailureReason:
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        member.next_step = next_step
        member.retryable = retryable
        return member

    # The address
    URL_EMPTY = "url_empty", "No address was given.", NextStep.CHECK_ADDRESS
    URL_MALFORMED = "url_malformed", "This is not a web address.", NextStep.CHECK_ADDRESS
    URL_TOO_LONG = "url_too_long", "The address is too long.", NextStep.CHECK_ADDRESS
    URL_SCHEME = "url_scheme", "Only http and https addresses are read.", NextStep.CHECK_ADDRESS
    URL_CREDENTIALS = (
        "url_credentials",
        "The address carries a user name or password; remove it.",
        NextStep.CHECK_ADDRESS,
    )
    URL_PORT = "url_port", "Only the ports 80 and 443 are allowed.", NextStep.CHECK_ADDRESS
    URL_HOST = "url_host", "The address has no valid host name.", NextStep.CHECK_ADDRESS
    ADDRESS_REFUSED = (
        "address_refused",
        "The address leads to a private or special network, which is never contacted.",
        NextStep.CHECK_ADDRESS,
    )
    # The way there
    DNS_FAILED = "dns_failed", "The host name could not be found.", NextStep.CHECK_ADDRESS, True
    CONNECT_FAILED = "connect_failed", "The site could not be reached.", NextStep.RETRY, True
    PROXY_FAILED = "proxy_failed", "The proxy could not be reached.", NextStep.ASK_ADMIN, True
    TLS_FAILED = "tls_failed", "The site's certificate is not valid.", NextStep.UPLOAD_PAGE
    TIMEOUT = "timeout", "The site did not answer in time.", NextStep.RETRY, True
    REDIRECT_LOOP = "redirect_loop", "The page redirects in a circle.", NextStep.UPLOAD_PAGE
    TOO_MANY_REDIRECTS = "too_many_redirects", "The page redirects too often.", NextStep.UPLOAD_PAGE
    REDIRECT_BROKEN = "redirect_broken", "The page redirects to an unusable address.", NextStep.UPLOAD_PAGE
    ROBOTS_REFUSED = "robots_refused", "The site's robots.txt forbids reading this.", NextStep.PASTE_TEXT
    # The answer
    HTTP_UNAUTHORISED = "http_unauthorised", "The page asks for a sign-in.", NextStep.PASTE_TEXT
    HTTP_FORBIDDEN = "http_forbidden", "The site refuses to show the page to us.", NextStep.UPLOAD_PAGE
    HTTP_NOT_FOUND = "http_not_found", "The page does not exist.", NextStep.CHECK_ADDRESS
    HTTP_GONE = "http_gone", "The page has been removed.", NextStep.PASTE_TEXT
    HTTP_LEGAL = "http_legal", "The page is blocked for legal reasons.", NextStep.UPLOAD_PAGE
    HTTP_TOO_MANY = "http_too_many", "The site asks us to slow down.", NextStep.RETRY, True
    HTTP_CLIENT_ERROR = "http_client_error", "The site rejected the request.", NextStep.UPLOAD_PAGE
    HTTP_SERVER_ERROR = "http_server_error", "The site has a fault of its own.", NextStep.RETRY, True
    HTTP_UNEXPECTED = "http_unexpected", "The site gave an answer without a page.", NextStep.UPLOAD_PAGE
    PROTOCOL_ERROR = "protocol_error", "The site's answer was not valid HTTP.", NextStep.RETRY, True
    BODY_CUT_OFF = "body_cut_off", "The page broke off before its end.", NextStep.RETRY, True
    BODY_TOO_LARGE = "body_too_large", "The page is larger than the limit.", NextStep.PASTE_TEXT
    BODY_BOMB = "body_bomb", "The page unpacks to more than the limit.", NextStep.PASTE_TEXT
    BODY_ENCODING = "body_encoding", "The page's compression is damaged or unknown.", NextStep.RETRY, True
    HEADERS_TOO_LARGE = "headers_too_large", "The site's answer has too many headers.", NextStep.UPLOAD_PAGE
    BODY_EMPTY = "body_empty", "The site sent an empty page.", NextStep.RETRY, True
    NOT_A_PAGE = "not_a_page", "The address leads to a file that is not a web page.", NextStep.PASTE_TEXT
    ROBOTS = "robots", "The site's robots.txt asks programs not to read this.", NextStep.ASK_ADMIN
    # The page
    CHALLENGE_PAGE = (
        "challenge_page",
        "The site shows a check for humans instead of the article.",
        NextStep.UPLOAD_PAGE,
    )
    NO_ARTICLE = "no_article", "No article text was found on the page.", NextStep.PASTE_TEXT
    OTHER_PAGE = (
        "other_page",
        "The address now shows another page; the version that was read before stays.",
        NextStep.UPLOAD_PAGE,
    )
    TEXT_EMPTY = "text_empty", "The text is empty.", NextStep.PASTE_TEXT
    TEXT_TOO_LONG = "text_too_long", "The text is longer than the limit.", NextStep.PASTE_TEXT
    PARSE_TIMEOUT = "parse_timeout", "The page took too long to read.", NextStep.PASTE_TEXT
    PARSE_FAILED = "parse_failed", "The page could not be read.", NextStep.PASTE_TEXT
    UPLOAD_UNREADABLE = "upload_unreadable", "The file is not a readable saved page.", NextStep.PASTE_TEXT
    UPLOAD_TOO_LARGE = "upload_too_large", "The file is larger than the limit.", NextStep.PASTE_TEXT
    UPLOAD_NO_PAGE = "upload_no_page", "The file holds no web page.", NextStep.UPLOAD_PAGE
    ARCHIVE_DAMAGED = "archive_damaged", "The stored copy is damaged.", NextStep.RETRY, True
    # The program itself
    INTERNAL = "internal", "The program failed while reading this; the trace is kept.", NextStep.ASK_ADMIN
    GAVE_UP = "gave_up", "Reading stopped several times without an answer.", NextStep.ASK_ADMIN
    TOO_SLOW = "too_slow", "Reading took longer than the limit.", NextStep.PASTE_TEXT, True


class IngestError(Exception):
    """Base of every refusal of this layer.

    ``reason`` is the code; ``sentence`` says it to people, with the particulars where there are any;
    ``retryable`` says whether trying the same again later may help; ``retry_after`` is the wait in
    seconds that the server asked for, if it did.
    """

    def __init__(
        self,
        reason: FailureReason,
        detail: str = "",
        *,
        retryable: bool | None = None,
        retry_after: float | None = None,
    ) -> None:
        self.reason = reason
        self.detail = detail
        self.retryable = reason.retryable if retryable is None else retryable
        self.retry_after = retry_after
        super().__init__(reason, detail)

    @property
    def reason_code(self) -> str:
        """The code as stored."""
        return self.reason.value

    @property
    def sentence(self) -> str:
        """The reason for people, with particulars in brackets."""
        return f"{self.reason.sentence[:-1]} ({self.detail})." if self.detail else self.reason.sentence

    @property
    def next_step(self) -> NextStep:
        """What the submitter can do."""
        return self.reason.next_step

    def __str__(self) -> str:
        return f"{self.reason_code}: {self.sentence}"


class UrlRefused(IngestError):
    """The address itself is not acceptable; nothing was contacted."""


class FetchFailed(IngestError):
    """The page could not be had."""


class ParseFailed(IngestError):
    """What was had could not be read as an article."""


class ArchiveDamaged(IngestError):
    """Stored bytes do not match their hash."""
