"""How a page looks: one sheet, in the colours of the palette. Knows CSS; knows nothing of what stands on the page."""

from __future__ import annotations

from typing import Final

from cadences.outcomes import Channel
from cadences.pictures.drawing import FONT
from cadences.pictures.palette import styles

_CHANNELS: Final = "".join(
    f"li.{channel.value}{{border-left-color:var(--{channel.value})}}"
    f"li.{channel.value} .icon{{stroke:var(--{channel.value})}}"
    for channel in Channel
)

SHEET: Final = (
    f"{styles(shapes=False)}"
    "*{box-sizing:border-box}"
    f"body{{margin:0;padding:2rem clamp(1rem,4vw,3rem) 4rem;background:var(--paper);color:var(--ink);"
    f"font:1rem/1.5 {FONT};overflow-wrap:anywhere}}"
    "header,main{max-width:72rem;margin:0 auto}"
    "h1{font-size:clamp(1.4rem,1rem + 2vw,2rem);line-height:1.2;margin:0 0 .35rem;text-wrap:balance}"
    "header p{margin:0;color:var(--soft)}"
    "h2{font-size:1.15rem;margin:2.5rem 0 .75rem}"
    "h3{font-size:1.05rem;margin:.15rem 0 0;display:flex;flex-wrap:wrap;align-items:center;gap:.5rem}"
    "small{font-size:.85rem;font-weight:400;color:var(--soft)}"
    ".end{margin-top:1.5rem;padding:1rem 1.25rem;background:var(--sheet);border-radius:.6rem}"
    ".end p{margin:0}.end h2{margin:1rem 0 .25rem;font-size:1rem}.won{color:var(--won)}"
    "ul{margin:.25rem 0 0;padding-left:1.1rem}.promises ::marker{content:'\\25C6\\00a0';color:var(--promise)}"
    ".picture{overflow-x:auto;border:1px solid var(--line);border-radius:.6rem}"
    ".picture:focus-visible,summary:focus-visible{outline:3px solid var(--call);outline-offset:2px}"
    ".picture svg{display:block;width:100%;min-width:60rem;height:auto}"
    "ol{list-style:none;margin:0;padding:0;display:grid;gap:.75rem;"
    "grid-template-columns:repeat(auto-fill,minmax(min(100%,30rem),1fr));align-items:start}"
    "ol>li{border:1px solid var(--line);border-left:4px solid var(--edge);border-radius:.5rem;"
    "padding:.75rem 1rem;background:var(--card)}"
    ".when{margin:0;color:var(--soft);font-size:.9rem;display:flex;gap:.6rem;font-variant-numeric:tabular-nums}"
    ".n{min-width:1.4rem}"
    ".outcome{margin:.1rem 0 0}"
    ".why{color:var(--soft);font-size:.92rem;list-style:none;padding:0}.why .breach{color:var(--breach)}"
    ".why .breach::before{content:'! ';font-weight:700}"
    ".icon{width:1.05rem;height:1.05rem;flex:none;fill:none;stroke-width:1.4;"
    "stroke-linecap:round;stroke-linejoin:round}"
    "details{margin-top:.5rem;font-size:.92rem}summary{cursor:pointer;color:var(--call);padding:.15rem 0}"
    "details p{margin:.25rem 0}"
    "pre{margin:.25rem 0 0;padding:.75rem;background:var(--sheet);border-radius:.4rem;white-space:pre-wrap;"
    f"font:.88rem/1.5 {FONT}}}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;"
    "border-top:1px solid var(--line)}th{font-weight:400;width:50%}td{font-weight:600}"
    f"{_CHANNELS}"
    "@media print{body{padding:0}li,svg{break-inside:avoid}.picture{overflow:visible;border:0}"
    ".picture svg{min-width:0}summary{display:none}}"
)
