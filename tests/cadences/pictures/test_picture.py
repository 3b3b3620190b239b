"""Pictures and pages of previews: whole, well-formed, quiet towards the network, and true to what they show."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import date, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadences.moments import Span, instant
from cadences.phrases.whens import read_when
from cadences.pictures.days import hours_on, weeks
from cadences.pictures.leads import stops
from cadences.pictures.names import Speaker
from cadences.pictures.page import page
from cadences.pictures.picture import svg
from cadences.pictures.words import WORDS
from cadences.promises import Promise, When, WhenKind
from tests.cadences.pictures.stages import PREPARED, SMALLEST, STOCKHOLM, asked, pictured

SVG = "{http://www.w3.org/2000/svg}"
VOID = {"meta", "br", "hr", "img", "input", "link"}
HOSTILE = "</title><script>alert(1)</script>&\"'<![CDATA[ ]]>]]> 💥"


class Tags(HTMLParser):
    """Elements that are opened and closed, and the ids that stand in them."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.names, self.wrong = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):  # noqa: ARG002 - the parser's own shape
        self.names.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def read(text):
    tags = Tags()
    tags.feed(text)
    tags.close()
    return tags


def touches_in(root):
    return [int(each.get("data-touch")) for each in root.iter(f"{SVG}g") if each.get("data-touch")]


# --- laws -----------------------------------------------------------------------------------------------------------
@settings(max_examples=25)
@given(asked())
def test_every_touch_stands_in_the_picture_and_on_the_page_exactly_once(about):
    shown = pictured(**about)
    numbers = [touch.n for touch in shown.preview.touches]
    tags = read(page(shown))

    assert touches_in(ET.fromstring(svg(shown))) == numbers
    assert [each for each in tags.ids if each.startswith("touch-")] == [f"touch-{n}" for n in numbers]
    assert len(tags.ids) == len(set(tags.ids))
    assert (tags.open, tags.wrong) == ([], [])


@settings(max_examples=25)
@given(asked())
def test_cards_lie_in_their_day_and_never_on_each_other(about):
    shown = pictured(**about)
    cards = []
    for group in ET.fromstring(svg(shown)).iter(f"{SVG}g"):
        if group.get("data-touch"):
            card = group.find(f"{SVG}rect")
            cards.append([float(card.get(name)) for name in ("x", "y", "width", "height")])
    for at, (x, y, wide, high) in enumerate(cards):
        assert x >= 0
        assert x + wide <= 1072
        for other_x, other_y, other_wide, other_high in cards[at + 1 :]:
            apart = x + wide <= other_x or other_x + other_wide <= x or y + high <= other_y or other_y + other_high <= y
            assert apart


@settings(max_examples=25)
@given(asked())
def test_each_day_of_the_weeks_is_there_once_and_in_order(about):
    shown = pictured(**about)
    days = [day for row in weeks(shown) for week in row for day in week.days]

    assert [day.day for day in days] == [date.fromordinal(days[0].day.toordinal() + at) for at in range(len(days))]
    assert days[0].day.isoweekday() == 1
    assert [touch.n for day in days for touch in day.touches] == [touch.n for touch in shown.preview.touches]
    for day in days:
        assert all(0 <= start < end <= 1440 for start, end in (*day.windows, *day.promised))


@settings(max_examples=25)
@given(asked())
def test_a_touch_without_a_conflict_starts_in_a_window_or_in_what_was_promised(about):
    shown = pictured(**about)
    for row in weeks(shown):
        for day in (each for week in row for each in week.days):
            for touch in (each for each in day.touches if not each.conflicts):
                there = touch.span.start.astimezone(shown.where)
                minute = there.hour * 60 + there.minute
                assert any(start <= minute < end for start, end in (*day.windows, *day.promised)), (touch, day)


ANY_TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)


@settings(max_examples=40)
@given(ANY_TEXT, ANY_TEXT)
def test_any_name_leaves_picture_and_page_whole(person, company):
    shown = pictured(SMALLEST, person=person, company=company, count=2)
    tags = read(page(shown))

    assert touches_in(ET.fromstring(svg(shown))) == [1, 2]
    assert (tags.open, tags.wrong) == ([], [])
    assert "script" not in tags.names


@settings(max_examples=15)
@given(asked())
def test_the_same_preview_gives_the_same_bytes(about):
    shown = pictured(**about)
    assert svg(shown) == svg(shown)
    assert page(shown) == page(shown)


# --- quiet and safe -------------------------------------------------------------------------------------------------
def test_nothing_in_them_is_fetched():
    shown = pictured()
    for text in (svg(shown), page(shown)):
        assert set(re.findall(r"https?://[^\"'\s<]+", text)) <= {"http://www.w3.org/2000/svg"}
        assert not re.search(r"url\(|@import|@font-face|<script|<image|<img|<link|<iframe|\bsrc=|xlink|\bon\w+=", text)
    assert not re.search(r"\bhref=", svg(shown))


def test_hostile_titles_and_texts_are_text():
    quoted = json.dumps(HOSTILE, ensure_ascii=False)
    text = PREPARED.replace("{en: First call, sv: Första samtalet}", quoted).replace(
        "{en: Read up, sv: Läs på}", quoted
    )
    shown = pictured(text.replace("Read what is new", HOSTILE.replace(": ", " ")), person=HOSTILE, count=3)
    drawn, tags = ET.fromstring(svg(shown)), read(page(shown))

    assert "script" not in {each.tag.removeprefix(SVG) for each in drawn.iter()} | set(tags.names)
    assert any("<script>alert(1)</script>&" in "".join(each.itertext()) for each in drawn.iter(f"{SVG}title"))
    assert "\u202e" not in svg(shown) + page(shown)


def test_the_page_forbids_all_but_its_own_styles():
    import base64
    import hashlib

    text = page(pictured())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#39;", "'")
    allowed = set(re.findall(r"'sha256-([^']*)'", policy))
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)

    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert {base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in styles} == allowed
    assert " style=" not in text


# --- what is shown --------------------------------------------------------------------------------------------------
def told(shown):
    return [" ".join(each.itertext()) for each in ET.fromstring(svg(shown)).iter(f"{SVG}title")]


def test_a_picture_is_told_in_words():
    root = ET.fromstring(svg(pictured(answers="no_answer,yes meeting")))

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "klart-title klart-desc"
    assert root.find(f"{SVG}title").text == "prepared: the weeks it leads to"
    assert root.find(f"{SVG}desc").text == (
        "3 touches from Mon 23 Nov 2026 to Wed 25 Nov 2026. Won: a clear yes (a meeting). "
        "Then after-meeting starts, its first touch due Thu 26 Nov 2026. Below the weeks: where each answer leads."
    )


def test_a_card_says_when_what_and_why_to_who_points_at_it():
    assert told(pictured(answers="no_answer", count=2))[2] == (
        "2. Tue 24 Nov 2026 09:00: First call: no answer. 1 business day after the step before on Mon 23 Nov."
    )


def test_a_promise_is_a_band_from_the_day_it_was_given_on_to_its_touch():
    shown = pictured(answers="callback: after 17:00", count=3)
    days = {day.day.day: day for row in weeks(shown) for week in row for day in week.days}

    assert days[23].promised == ()
    assert days[24].promised == ((1020, 1200),)  # said then, kept the same day; the rep's day ends at 20:00
    assert 'class="kf-band"' in svg(shown)


def test_windows_are_the_steps_own_in_the_reps_hours_and_time():
    shown = pictured(rep="America/New_York", count=4)
    days = {day.day.day: day for row in weeks(shown) for week in row for day in week.days}

    assert days[24].windows == ((480, 630),)  # 13:00 to 16:30 in Stockholm, from eight on


def test_a_day_without_a_touch_shows_when_the_next_one_may_stand():
    days = {day.day.day: day for row in weeks(pictured(count=4)) for week in row for day in week.days}

    assert days[26].touches == ()
    assert days[26].windows == ((540, 690), (780, 990))
    assert days[28].windows == ()  # a Saturday


def test_holidays_and_absences_are_named():
    where = ZoneInfo(STOCKHOLM)
    gone = Span(instant(datetime(2026, 12, 21, tzinfo=where)), instant(datetime(2026, 12, 23, tzinfo=where)))
    shown = pictured(start=datetime(2026, 12, 18, 8), away=[gone], count=4)
    days = {day.day: day for row in weeks(shown) for week in row for day in week.days}

    assert [each.day.day for each in days.values() if each.away] == [21, 22]
    assert days[date(2026, 12, 25)].holiday == "Christmas Day"
    assert "away" in svg(shown)
    assert "Christmas Day" in svg(shown)


def test_quiet_weeks_share_a_row_that_says_how_many():
    shown = pictured(count=24)
    rows = [row for row in weeks(shown) if row[0].quiet]

    assert max(map(len, rows)) >= 3
    assert re.search(r"[3-9] weeks without a touch", svg(shown))


def test_where_each_answer_leads_is_what_the_machine_does():
    ways = {stop.title: [(way.answers, way.target) for way in stop.ways] for stop in stops(Speaker(pictured()))}

    assert ways["First call"] == [
        ("no answer, line busy, voicemail", "again"),
        ("stopped at the switchboard", "Direct number, then back"),
        ("talked", "Why us"),
        ("no answer, after the last try", "Why us"),
    ]
    assert ways["Second round"][-1] == ("no answer, after the last try", "again, 4 weeks later")
    assert ways["After the last step"] == [("", "Second round, 4 weeks, then every 8 weeks")]
    assert ("who decides", "Direct number, then back") in ways["After 6 touches in a row without an answer"]
    assert ("why now", "go on, 6 weeks later") in ways["After 6 touches in a row without an answer"]
    assert ways["Clear answers"][0] == ("a clear yes (a meeting)", "won, after-meeting starts, 1 business day later")
    assert (
        "a clear no (has a contract)",
        "a clear no, win-back starts, 6 months before the end of their contract",
    ) in ways["Clear answers"]


def test_the_page_shows_the_letter_a_contact_would_get():
    text = page(pictured(answers="talked", count=3))

    assert "Subject: Acme AB and quality" in text
    assert "Dear Anna, a word about Acme AB." in text


def test_languages_have_the_same_words_with_the_same_places():
    english = WORDS["en"]
    for words in WORDS.values():
        assert words.keys() == english.keys()
        for key, said in words.items():
            assert sorted(re.findall(r"\{\w+\}", said)) == sorted(re.findall(r"\{\w+\}", english[key])), key


@pytest.mark.parametrize(("language", "said"), [("sv", "Vecka 48"), ("da", "Uge 48"), ("nl", "Week 48")])
def test_pictures_speak_the_reps_language(language, said):
    text = svg(pictured(language=language))

    assert said in text
    assert f'lang="{language}"' in text


# --- what was said about when ---------------------------------------------------------------------------------------
NOW = instant(datetime(2026, 11, 23, 8, tzinfo=ZoneInfo(STOCKHOLM)))


@pytest.mark.parametrize(
    ("words", "day", "spans"),
    [
        ("after 17:00", 23, ((1020, 1440),)),
        ("before 10:00", 23, ((0, 600),)),
        ("between 12:00 and 13:00", 23, ((720, 780),)),
        ("not on Mon", 23, ()),
        ("not on Mon", 24, ((0, 1440),)),
        ("Tue 14:30", 24, ((870, 880),)),
        ("Tue 14:30", 25, ()),
        ("2026-11-25", 24, ()),
        ("2026-11-25", 25, ((0, 1440),)),
    ],
)
def test_what_a_promise_leaves_of_a_day(words, day, spans):
    assert hours_on(read_when(words, NOW, ZoneInfo(STOCKHOLM)), date(2026, 11, day)) == spans


def test_hours_that_were_ruled_out_are_left_out():
    lunch = When(WhenKind.STANDING, windows=((540, 900),), not_windows=((720, 780),))

    assert hours_on(lunch, date(2026, 11, 23)) == ((540, 720), (780, 900))


def test_a_promise_given_before_is_shown_with_its_words():
    late = Promise(When(WhenKind.STANDING, windows=((1020, None),)), NOW, "after five")

    assert Speaker(pictured(promises=[late])).promises() == (late,)
    assert "After 17:00, said on Mon 23 Nov" in svg(pictured(promises=[late]))
