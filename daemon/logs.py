"""What the daemon says about itself: one event a fact, with fields. Knows what may be said, not what happened.

Pretty on a terminal, one JSON object a line elsewhere. Never a secret. Nothing about a contact above `debug` unless
the settings say `logs = "personal"`: fields that tell who it is become a short tag, the same for the same person, and
what people wrote is left out.
"""

from __future__ import annotations

import hashlib
import logging
import re
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TextIO

from daemon import clock

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger, Processor

Event = MutableMapping[str, Any]

SECRET: Final = re.compile(r"(?i)passw|secret|token|credential|authori[sz]ation|cookie|nonce|private_?key|api_?key")
"""A field of such a name is never written."""
WHO: Final = frozenset({"contact", "enrollment", "name", "company", "email", "phone", "href", "uid", "touch"})
"""Fields that tell who somebody is: a tag above debug."""
WHAT: Final = frozenset({"words", "notes", "summary", "description", "location", "body", "role", "source", "answer"})
"""Fields that tell what somebody wrote: left out above debug."""
_USERINFO: Final = re.compile(r"(?<=://)[^/@\s]+@")
_HIDDEN: Final = "***"


@dataclass(frozen=True, slots=True)
class Redactor:
    """Takes out of an event what may not be said. `salt` makes the tags of one installation its own."""

    personal: bool = False
    salt: str = ""

    def __call__(self, _logger: Any, method: str, event: Event) -> Event:
        """Return the event without secrets, and without a contact's data above `debug`."""
        open_word = self.personal or method == "debug"
        for key, value in list(event.items()):
            if key in WHAT and not open_word:
                del event[key]
            elif key in WHO and not open_word and value is not None:
                event[key] = self.tag(str(value))
            else:
                event[key] = hide(key, value)
        return event

    def tag(self, who: str) -> str:
        """Return the short tag that stands for somebody in the log."""
        return "~" + hashlib.blake2s(who.encode(), key=self.salt.encode()[:32], digest_size=4).hexdigest()


def hide(key: str, value: Any) -> Any:
    """Return a value as it may be said: nothing of a secret's, no user and password of an address."""
    if SECRET.search(key):
        return None if value is None else _HIDDEN
    if isinstance(value, str):
        return _USERINFO.sub(f"{_HIDDEN}@", value)
    if isinstance(value, dict):
        return {name: hide(str(name), inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [hide("", inner) for inner in value]
    return value


def configure(
    level: str = "info",
    *,
    personal: bool = False,
    salt: str = "",
    stream: TextIO | None = None,
    pretty: bool | None = None,
) -> None:
    """Set up the log; what libraries log goes the same way. May be called again (SIGHUP).

    `level` is debug, info, warning or error; `pretty` follows from whether the stream (stderr) is a terminal.
    """
    import structlog

    out = sys.stderr if stream is None else stream
    redactor = Redactor(personal, salt)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        _stamp,
        structlog.processors.format_exc_info,  # before the redactor: a fault's text may hold a password's address
        redactor,
    ]
    lowest = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, *_rendered(out, pretty=pretty)],
        wrapper_class=structlog.make_filtering_bound_logger(lowest),
        logger_factory=structlog.WriteLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    _take_in(shared, _rendered(out, pretty=pretty), out, lowest)


def logger() -> FilteringBoundLogger:
    """Return the log: `logger().info("round", calendar="work", pulled=3)`."""
    import structlog

    found: FilteringBoundLogger = structlog.get_logger()
    return found


@dataclass(slots=True)
class Line:
    """The one line that a piece of work leaves in the log: its fields are gathered on the way."""

    event: str
    fields: dict[str, Any] = field(default_factory=dict)

    def add(self, **fields: Any) -> None:
        """Add fields; a later one replaces an earlier of the same name."""
        self.fields.update(fields)


@contextmanager
def canonical(event: str, **fields: Any) -> Iterator[Line]:
    """Log one line when the work is done: its fields, `took` in seconds, and `failed` if it ended by an exception."""
    line = Line(event, dict(fields))
    began = clock.monotonic()
    try:
        yield line
    except BaseException as error:
        line.add(failed=type(error).__name__)
        raise
    finally:
        line.add(took=round(clock.monotonic() - began, 3))
        say = logger().warning if "failed" in line.fields else logger().info
        say(line.event, **line.fields)


def _stamp(_logger: Any, _method: str, event: Event) -> Event:
    """Add the instant, in UTC."""
    event["at"] = clock.now().isoformat(timespec="milliseconds")
    return event


def _rendered(out: TextIO, *, pretty: bool | None) -> list[Processor]:
    """Return what turns an event into text. Never with local variables: they hold passwords."""
    import structlog

    if out.isatty() if pretty is None else pretty:
        plain = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(timestamp_key="at", exception_formatter=plain, colors=out.isatty())]
    return [structlog.processors.JSONRenderer(ensure_ascii=False, default=str)]


def _take_in(shared: list[Processor], rendered: list[Processor], out: TextIO, lowest: int) -> None:
    """Send what libraries log through the same processors; theirs from warning on, unless all is asked for."""
    import structlog

    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendered],
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(lowest if lowest == logging.DEBUG else max(lowest, logging.WARNING))
