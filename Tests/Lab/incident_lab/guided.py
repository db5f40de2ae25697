"""Faults walked whole by an operator at a terminal: what they press, and what they do with their own hands."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import database, snapshot, stack
from .campaign import inject
from .faults import ALL_FAULTS, Ending, Fault
from .faults.actions import COMPOSE, rewrite
from .faults.fault import HOSTER, RESOLVED, Action, names
from .judge import Verdict, judge_walk, rows_lost
from .layout import LabError, Layout
from .terminal import Question, Terminal, await_state
from .walks import NO_WALK, Walk, latest_run, read, rung_binary, transcript

_PATIENCE = 180


def _free_disk(layout: Layout) -> None:
    (layout.disk / "upload.bin").unlink()


@dataclass(frozen=True)
class Guided:
    """A fault under an operator."""

    fault: str
    ending: Ending
    hands: Mapping[str, Action] = field(default_factory=dict)
    """What the operator does at the tasks of these steps; any other task is skipped."""
    edits: frozenset[str] = frozenset()
    """Files that those hands change."""
    may: frozenset[str] = frozenset()
    """Causes that may be found too, once those hands have made it possible to look."""
    pauses_at: str = ""
    """The step at whose question the run is paused, and taken up by another operator at another terminal."""


WALKS = {
    walk.fault: walk
    for walk in (
        Guided("redis_stopped", RESOLVED, pauses_at="restart_redis"),
        Guided("compose_broken", RESOLVED, edits=names("docker-compose.yml"), may=names("backend_down"),
               hands={"repair_compose": rewrite(COMPOSE, "   working_dir: /app", "    working_dir: /app")}),
        Guided("disk_full", RESOLVED, may=names("backend_down"), hands={"free_space": _free_disk}),
        Guided("missing_migration", RESOLVED),
        Guided("nginx_wrong_port", RESOLVED),
        Guided("docker_dead", RESOLVED, pauses_at="settle"),
        Guided("docker_broken", HOSTER),
        Guided("false_alarm", RESOLVED),
    )
}
CHOICES = {"ci": ("redis_stopped", "compose_broken")}


def chosen(names: list[str], choice: str | None) -> list[Guided]:
    """The walks of these faults, or of a choice; all where nothing is said."""
    wanted = list(names) or list(CHOICES[choice] if choice else WALKS)
    unknown = [name for name in wanted if name not in WALKS]
    if unknown:
        raise LabError(f"no operator knows the fault {', '.join(unknown)}; known are {', '.join(WALKS)}")
    return [WALKS[name] for name in wanted]


def walk_all(layout: Layout, walks: list[Guided], say: Callable[[str], None], runbook: Path) -> Iterator[Verdict]:
    """Lets an operator meet each fault on a healthy stack."""
    stack.heal(layout)
    expected = database.rows(layout)
    for guided in walks:
        say(f"{guided.fault}: {ALL_FAULTS[guided.fault].about}")
        try:
            yield _meet(layout, guided, expected, runbook)
        except (LabError, OSError) as error:
            yield Verdict(_fault(guided), NO_WALK, NO_WALK, [f"the lab itself failed: {error}"])
        stack.heal(layout)
        if lost := rows_lost(layout, expected):
            raise LabError(f"after {guided.fault}: {lost[0]}")


def _fault(guided: Guided) -> Fault:
    fault = ALL_FAULTS[guided.fault]
    restarts = fault.restarts
    if guided.hands:  # what a task has made possible again may restart what was broken
        restarts = restarts | {"backend"}
    return replace(
        fault, ending=guided.ending, edits=fault.edits | guided.edits, restarts=restarts, may=fault.may | guided.may)


def _meet(layout: Layout, guided: Guided, rows: str, runbook: Path) -> Verdict:
    fault = _fault(guided)
    inject(layout, fault)
    before = snapshot.take(layout)
    walk, wrong = _walk(layout, guided, fault, runbook)
    wrong += judge_walk(layout, fault, walk, before, snapshot.take(layout))
    if database.answers(layout):
        wrong += rows_lost(layout, rows)
    return Verdict(fault, NO_WALK, walk, wrong)


def _walk(layout: Layout, guided: Guided, fault: Fault, runbook: Path) -> tuple[Walk, list[str]]:
    """The walk at the terminal, and what was wrong with what the operator saw."""
    settings = {**layout.rung_settings, **fault.settings}
    argv = [str(rung_binary()), "run", str(runbook), "--operator", "anna", "--report", str(layout.folder / "guided.md")]
    argv += [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
    started = time.monotonic()
    operator = Operator(layout, guided)
    with Terminal(layout, argv) as terminal:
        code = operator.walk(terminal)
        last = terminal.shown(history=200)
    run = latest_run(layout)
    if operator.has_paused:
        if code != 6 or f"rung resume {run}" not in last:
            operator.wrong.append(f"the pause ended with exit {code}, and did not say how to go on")
        argv = [str(rung_binary()), "resume", run, "--operator", "boris", "--report", str(layout.folder / "guided.md")]
        with Terminal(layout, argv) as terminal:
            code = operator.walk(terminal)
            last = terminal.shown(history=200)
    walk = read(transcript(layout, run), run, time.monotonic() - started)
    wrong = operator.wrong + _look_at_end(layout, guided, walk, code, last)
    return walk, wrong


class Operator:
    """Somebody who reads each question and answers it."""

    def __init__(self, layout: Layout, guided: Guided) -> None:
        self._layout = layout
        self._guided = guided
        self._handled: set[int] = set()
        self.has_paused = False
        self.wrong: list[str] = []

    def walk(self, terminal: Terminal) -> int:
        """Answers until rung has ended; gives its exit."""
        last: Question | None = None

        def is_new() -> bool:
            question = terminal.question()
            is_other = question is not None and (
                last is None or (question.number, question.text) != (last.number, last.text))
            return terminal.exit() is not None or is_other

        while True:
            await_state(is_new, "the next question", terminal, _PATIENCE)
            if (code := terminal.exit()) is not None:
                return code
            question = terminal.question()
            if question is None:
                continue
            last = question
            self._look_at(question)
            keys = self._answer(question)
            terminal.press(*keys)

    def _look_at(self, question: Question) -> None:
        """What must be there before a key is pressed."""
        if "Enter run" in question.text:
            if not re.search(r"\[(reads|changes)\]", question.said):
                self.wrong.append(f"{question.step}: no badge says what it does")
            if not re.search(r"^ +(\$ |[+-]|edit )", question.said, re.MULTILINE):
                self.wrong.append(f"{question.step}: nothing says what would be run")

    def _answer(self, question: Question) -> tuple[str, ...]:
        guided, text = self._guided, question.text
        if question.step == guided.pauses_at and not self.has_paused:
            self.has_paused = True
            return ("q",)
        if "Enter tick" in text:
            if question.step not in guided.hands:
                return ("s",)
            self._use_hands(question)
            return ("Enter",)  # ticks the next item; when all are ticked, it is done
        if "Enter it is done" in text:
            if question.step not in guided.hands or question.number in self._handled:
                return ("s",)
            self._use_hands(question)
            return ("Enter",)
        if "Type " in text and "in full" in text:
            return ("/s", "Enter")
        if "y yes" in text:
            return ("n",)
        if "r run it again" in text:
            return ("r",)
        return ("Enter",)

    def _use_hands(self, question: Question) -> None:
        if question.number not in self._handled:
            self._handled.add(question.number)
            self._guided.hands[question.step](self._layout)


def _look_at_end(layout: Layout, guided: Guided, walk: Walk, code: int, last: str) -> list[str]:
    """What the operator must find on the screen, in the report and in the journal at the end."""
    wrong = []
    wanted = {"resolved": 0, "escalated": 3, "unresolved": 4}.get(walk.outcome)
    if code != wanted:
        wrong.append(f"exit {code} of a run that ended {walk.outcome}")
    for words in ("What was found", "What was changed", "Checklist", f"rung transcript {walk.run}"):
        if words not in last:
            wrong.append(f"the end does not say {words!r}")
    report = (layout.folder / "guided.md").read_text()
    if walk.run not in report or "## Checklist" not in report:
        wrong.append("the report lacks the run or its checklist")
    events = transcript(layout, walk.run)
    people = [event.get("operator") for event in events if event["kind"] in ("started", "resumed")]
    if people != (["anna", "boris"] if guided.pauses_at else ["anna"]):
        wrong.append(f"walked by {people}")
    if guided.fault == "disk_full":
        ticked = [event["item"] for event in events if event["kind"] == "item_ticked" and event["ticked"]]
        if ticked != [0, 1, 2] or report.count("- [x] ") < 3:
            wrong.append(f"the items ticked are {ticked}")
    if walk.escalated_to and "--bundle" not in last:
        wrong.append("the end offers no evidence")
    return wrong
