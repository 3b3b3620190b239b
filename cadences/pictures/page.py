"""A preview as a page: one file of HTML that stands alone, for a screen, a phone or paper. Pure; it fetches nothing.

Its policy (CSP) forbids all that could be fetched, and every style but its own two, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from typing import Final

from cadences.cadence import text_in
from cadences.forward.preview import Shown
from cadences.outcomes import Channel
from cadences.pictures.days import Pictured
from cadences.pictures.drawing import ICON, ICONS, escaped
from cadences.pictures.names import Speaker
from cadences.pictures.page_style import SHEET
from cadences.pictures.picture import ways_svg, weeks_svg
from cadences.wording.plain import clean

_STYLE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_ESCAPED: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def page(pictured: Pictured) -> str:
    """Return the page: how it ends, the picture of the weeks, and each touch with its reasons and what it would say."""
    speaker = Speaker(pictured)
    drawn, ways = weeks_svg(speaker), ways_svg(speaker)
    title = text_in(pictured.cadence.titles, pictured.rep.language) or pictured.cadence.name
    body = "\n".join(
        (
            f"<header><h1>{escaped(title)}</h1><p>{escaped(speaker.about())}</p></header>",
            "<main>",
            _ends(speaker),
            _pictured(drawn, speaker.word("weeks"), speaker),
            _touches(pictured.preview.touches, speaker),
            _pictured(ways, speaker.word("ways"), speaker),
            "</main>",
        )
    )
    return (
        f'<!doctype html>\n<html lang="{speaker.reader.language.code}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy((SHEET, *_STYLE.findall(drawn + ways)))}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escaped(title)}</title>\n<style>{SHEET}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _policy(styles: Iterable[str]) -> str:
    hashes = (base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in dict.fromkeys(styles))
    allowed = " ".join(f"&#39;sha256-{each}&#39;" for each in hashes)
    none = "&#39;none&#39;"
    return f"default-src {none}; style-src {allowed}; base-uri {none}; form-action {none}"


def _ends(speaker: Speaker) -> str:
    """Return how it ends and what was promised, before all else."""
    head, *rest = speaker.ends()
    won = ' class="won"' if speaker.pictured.preview.state == "won" else ""
    lines = [f"<p{won}><strong>{escaped(head)}</strong></p>", *(f"<p>{escaped(line)}</p>" for line in rest)]
    said = "".join(f"<li>{escaped(speaker.promise(promise))}</li>" for promise in speaker.promises())
    promises = f'<h2>{escaped(speaker.word("promises"))}</h2><ul class="promises">{said}</ul>' if said else ""
    return f'<section class="end" aria-label="{escaped(speaker.word("ends"))}">{"".join(lines)}{promises}</section>'


def _pictured(picture: str, heading: str, speaker: Speaker) -> str:
    label = f"{escaped(heading)}: {escaped(speaker.word('scroll'))}"
    region = f'<div class="picture" tabindex="0" role="region" aria-label="{label}">{picture}</div>'
    return f"<section><h2>{escaped(heading)}</h2>{region}</section>"


# --- touch by touch -------------------------------------------------------------------------------------------------
def _touches(touches: Iterable[Shown], speaker: Speaker) -> str:
    cards = "\n".join(_card(touch, speaker) for touch in touches)
    said = f"<ol>\n{cards}\n</ol>" if cards else f"<p>{escaped(speaker.word('nothing'))}</p>"
    return f"<section><h2>{escaped(speaker.word('touches'))}</h2>{said}</section>"


def _card(touch: Shown, speaker: Speaker) -> str:
    start = speaker.local(touch.span.start)
    tried = f" <small>{escaped(speaker.tried(touch))}</small>" if touch.attempt > 1 else ""
    moment = f'<time datetime="{start.isoformat()}">{escaped(speaker.day(touch.span.start))} {start:%H:%M}</time>'
    name = f"<h3>{_icon(touch.channel, speaker)}{escaped(speaker.name(touch))}{tried}</h3>"
    return (
        f'<li id="touch-{touch.n}" class="{touch.channel.value}"><article>'
        f'<p class="when"><span class="n">{touch.n}</span>{moment}</p>{name}'
        f'<p class="outcome">{escaped(speaker.outcome(touch.answer))}</p>{_why(touch, speaker)}'
        f"{_event(touch, speaker)}{_others(touch, speaker)}</article></li>"
    )


def _icon(channel: Channel, speaker: Speaker) -> str:
    name = escaped(speaker.reader.language.channels[channel.value])
    drawn = f'<path d="{ICONS[channel]}"/>'
    return f'<svg class="icon" viewBox="0 0 {ICON} {ICON}" role="img" aria-label="{name}">{drawn}</svg>'


def _why(touch: Shown, speaker: Speaker) -> str:
    reasons = "".join(f"<li>{escaped(why)}</li>" for why in speaker.why(touch.reasons, len(touch.reasons)))
    broken = "".join(
        f'<li class="breach">{escaped(why)}</li>' for why in speaker.why(touch.conflicts, len(touch.conflicts))
    )
    return f'<ul class="why">{reasons}{broken}</ul>' if reasons or broken else ""


def _event(touch: Shown, speaker: Speaker) -> str:
    """Return the event as the rep would read it, title and text."""
    event = speaker.event(touch, f"preview.{touch.n}")
    text = f"<p><strong>{escaped(event.summary)}</strong></p><pre>{_escaped(event.description)}</pre>"
    return f"<details><summary>{escaped(speaker.word('event'))}</summary>{text}</details>"


def _escaped(text: str) -> str:
    return clean(text).translate(_ESCAPED)


def _others(touch: Shown, speaker: Speaker) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escaped(answers)}</th><td>{escaped(leads)}</td></tr>'
        for answers, leads in speaker.others(touch)
    )
    if not rows:
        return ""
    return f"<details><summary>{escaped(speaker.word('others'))}</summary><table>{rows}</table></details>"
