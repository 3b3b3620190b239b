"""What people read is whole: every setting, command and finding code is documented, and every link leads somewhere."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import pytest

from cadences.moments import instant


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command of the tree, with the words that lead to it."""
    if isinstance(command, click.Group):
        context = click.Context(command, info_name="klart")
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from leaves(found, (*path, name))
    else:
        yield path, command


@pytest.fixture(scope="module")
def commands() -> dict[str, click.Command]:
    from daemon.cli import root as room

    (klart,) = (each for each in vars(room).values() if isinstance(each, click.Group))
    return {" ".join(path): command for path, command in leaves(klart)}


@pytest.fixture(scope="module")
def docs(root: Path) -> str:
    return "\n".join(path.read_text() for path in [root / "README.md", *sorted((root / "docs").rglob("*.md"))])


def test_every_setting_is_documented_and_nothing_else(root: Path) -> None:
    from daemon.settings import KEYS

    said = (root / "docs" / "settings.md").read_text()

    assert [key for key in KEYS if f"`{key}`" not in said] == []
    named = set(re.findall(r"^\| `([a-z_.]+)`", said, re.MULTILINE))
    assert named - set(KEYS) == set()


def test_every_command_is_documented(commands: dict[str, click.Command], docs: str) -> None:
    assert [name for name in commands if f"klart {name}" not in docs] == []


def test_every_command_named_in_the_docs_is_there(commands: dict[str, click.Command], docs: str) -> None:
    first = {name.split()[0] for name in commands}
    told = set(re.findall(r"(?:^    |`|^\$ )klart ([a-z]+)", docs, re.MULTILINE))

    assert told - first == set()


def test_every_option_of_a_command_has_a_help_text(commands: dict[str, click.Command]) -> None:
    mute = [
        f"{name} {option.opts[0]}"
        for name, command in commands.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.help and not option.hidden
    ]

    assert mute == []
    assert [name for name, command in commands.items() if not command.help] == []


def codes(root: Path, rooms: list[Path]) -> set[str]:
    """The finding codes that the packages name."""
    language = [name for name in rooms if name.parts[0] == "cadences"]
    return {code for name in language for code in re.findall(r'"(K\d{3})"', (root / name).read_text())}


def test_every_finding_code_is_documented_and_nothing_else(root: Path, rooms: list[Path]) -> None:
    said = (root / "docs" / "findings.md").read_text()

    assert sorted(codes(root, rooms) - set(re.findall(r"\bK\d{3}\b", said))) == []
    assert sorted(set(re.findall(r"^#+ `?(K\d{3})|^\| `?(K\d{3})", said, re.MULTILINE)) - {("", "")}) != []
    explained = {
        first or second for first, second in re.findall(r"^(?:#+ `?(K\d{3})|\| `?(K\d{3}))", said, re.MULTILINE)
    }
    assert sorted(explained - codes(root, rooms)) == []


def anchors(text: str) -> set[str]:
    """The anchors that headings of a page have, as hosts of repositories make them."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads}


def test_every_link_between_pages_leads_somewhere(root: Path, prose: list[Path]) -> None:
    dead = []
    for name in prose:
        for target in re.findall(r"\]\(([^)\s]+)\)", (root / name).read_text()):
            if re.match(r"[a-z]+:", target):
                continue
            page, _, anchor = target.partition("#")
            there = (root / name).parent / page if page else root / name
            if not there.exists() or (anchor and anchor not in anchors(there.read_text())):
                dead.append(f"{name}: {target}")

    assert dead == []


def test_every_page_of_the_docs_is_reached_from_its_index(root: Path) -> None:
    index = (root / "docs" / "index.md").read_text()

    assert [
        page.name
        for page in sorted((root / "docs").glob("*.md"))
        if f"({page.name}" not in index and page.name != "index.md"
    ] == []


@pytest.mark.parametrize(
    "word", ["rep", "contact", "cadence", "step", "enrollment", "touch", "outcome", "promise", "window", "clear answer"]
)
def test_the_glossary_has_the_fields_words(word: str, root: Path) -> None:
    assert re.search(rf"^\| \*\*{word}\*\* \|", (root / "GLOSSARY.md").read_text(), re.MULTILINE)


def examples(page: str, heading: str) -> list[str]:
    """What stands as code in the first column of a table."""
    part = page.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in part.splitlines() if line.startswith("| `")]
    return [text for row in rows for text in re.findall(r"`([^`]+)`", row.split("|")[1])]


def test_every_answer_in_the_docs_is_understood(root: Path) -> None:
    from cadences.outcomes import Outcome
    from cadences.phrases.answers import read_answer
    from cadences.phrases.whens import read_when

    page = (root / "docs" / "words.md").read_text()
    now, zone = instant(datetime(2026, 11, 23, 9, tzinfo=UTC)), ZoneInfo("Europe/Stockholm")
    answers = [read_answer(text, now, zone) for text in examples(page, "What came of it")]
    whens = [read_when(text, now, zone) for text in examples(page, "When")]

    assert set(Outcome) - {answer.outcome for answer in answers} == {Outcome.NO_REPLY}  # the daemon's own word
    assert len(whens) > 10
