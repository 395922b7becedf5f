"""What the tests share: a watch over everything that the SDK receives, and small helpers."""

import time
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from subprocess import Popen

from openai_codex import Thread
from openai_codex.client import CodexClient
from openai_codex.errors import TransportClosedError
from openai_codex.generated.notification_registry import notification_turn_id
from openai_codex.generated.v2_all import (
    AgentMessageDeltaNotification,
    AgentMessageThreadItem,
    CommandExecutionOutputDeltaNotification,
    CommandExecutionThreadItem,
    ItemCompletedNotification,
    ItemStartedNotification,
    TurnCompletedNotification,
    TurnStartedNotification,
)
from openai_codex.models import UnknownNotification
from pydantic import BaseModel

COMMAND_APPROVAL = "item/commandExecution/requestApproval"

# The params of a thread whose commands run as they are, and of one that asks before each of them.
FREE = {"approvalPolicy": "never", "sandbox": "danger-full-access"}
ASKING = {"approvalPolicy": "untrusted", "sandbox": "danger-full-access"}


@dataclass(frozen=True)
class Event:
    """A notification as the SDK typed it, or a request of the server's with its raw params."""

    client: CodexClient
    method: str
    payload: object


@dataclass
class Watch:
    """Everything that the SDK's clients of one test received, in wire order, and the servers that they started."""

    events: list[Event] = field(default_factory=list)
    servers: dict[CodexClient, Popen] = field(default_factory=dict)
    killed: set[CodexClient] = field(default_factory=set)

    def payloads(self, kind):
        """The payloads of one type."""
        return [event.payload for event in self.events if isinstance(event.payload, kind)]

    def methods(self):
        """The methods of all events."""
        return [event.method for event in self.events]

    def completed_items(self, kind):
        """The completed items of one type."""
        items = [payload.item.root for payload in self.payloads(ItemCompletedNotification)]
        return [item for item in items if isinstance(item, kind)]

    def kill(self, client):
        """Kills a client's server the hard way, and waits until it is gone."""
        self.killed.add(client)
        self.servers[client].kill()
        self.servers[client].wait()

    def check(self):
        """Asserts what holds for every conversation, whatever the test was about."""
        for event in self.events:
            assert not isinstance(event.payload, UnknownNotification), f"the SDK can't type {event}"
            assert not list(loose_parts(event.payload)), f"{event} has parts outside the protocol"
        for client, server in self.servers.items():
            if client not in self.killed:
                assert server.returncode == 0, f"a server ended with {server.returncode}:\n{client._stderr_tail()}"
            check_end_of_stream(client)
            check_story([event.payload for event in self.events if event.client is client])


def loose_parts(value, path=""):
    """The places in a payload where the SDK accepts anything: unlisted words, and objects of an unlisted shape."""
    if isinstance(value, Enum):
        if value.name not in type(value).__members__:
            yield f"{path}: {value.value!r}"
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            part = getattr(value, name)
            if name == "root" and isinstance(part, dict):
                yield f"{path}: {part!r}"
            yield from loose_parts(part, f"{path}.{name}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from loose_parts(part, f"{path}[{index}]")


def check_end_of_stream(client):
    """Asserts that the server's output ended by its end: a line that is not JSON would have ended it before."""
    while True:
        try:
            client.next_notification()
        except TransportClosedError:
            return


def check_story(payloads):
    """Asserts that turns and items begin, grow and end in order, in what one client received."""
    started, completed, open_items, output = set(), set(), {}, Counter()
    for payload in payloads:
        turn_id = notification_turn_id(payload) if isinstance(payload, BaseModel) else None
        if turn_id is None:
            continue
        assert turn_id not in completed, f"the turn is over, but then came {payload}"
        match payload:
            case TurnStartedNotification():
                assert turn_id not in started, f"a second start: {payload}"
                started.add(turn_id)
            case TurnCompletedNotification():
                assert turn_id in started, f"completed before it started: {payload}"
                unfinished = [item for item, turn in open_items.items() if turn == turn_id]
                assert not unfinished, f"the turn is over, but not its items {unfinished}"
                completed.add(turn_id)
            case ItemStartedNotification(item=item):
                assert turn_id in started, f"before the turn started: {payload}"
                assert item.root.id not in open_items, f"a second start: {payload}"
                open_items[item.root.id] = turn_id
                output[item.root.id] = ""
            case AgentMessageDeltaNotification() | CommandExecutionOutputDeltaNotification():
                assert open_items.get(payload.item_id) == turn_id, f"its item is not in progress: {payload}"
                output[payload.item_id] += payload.delta
            case ItemCompletedNotification(item=item):
                assert open_items.pop(item.root.id, None) == turn_id, f"its item is not in progress: {payload}"
                check_whole_text(item.root, output[item.root.id])


def check_whole_text(item, deltas):
    """Asserts that the deltas of an item make up what it is in the end."""
    match item:
        case AgentMessageThreadItem():
            assert deltas == item.text
        case CommandExecutionThreadItem(status=status) if status.value != "declined":
            assert deltas == (item.aggregated_output or "")


class Approver:
    """Answers requests of the server's with one decision, and keeps them."""

    def __init__(self, watch, decision):
        self.watch = watch
        self.answer = {"decision": decision}
        self.requests = []
        self.client = None

    def __call__(self, method, params):
        assert method == COMMAND_APPROVAL, f"an unexpected request: {method} {params}"
        self.requests.append(params)
        self.watch.events.append(Event(self.client, method, params))
        return self.answer


def open_thread(client, params, **more):
    """Starts a thread with raw params, for what the SDK's thread_start has no words for."""
    return Thread(client, client.thread_start({**params, **more}).thread.id)


def kinds(items):
    """The types of some items."""
    return [item.root.type for item in items]


def eventually(condition, seconds=5.0):
    """Waits until a condition holds; says whether it did in time. For what happens outside of the protocol."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def is_alive(pid):
    """Whether a process exists and is no zombie."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def read_pid(path):
    """Waits for a file with a process id, and reads it."""
    assert eventually(lambda: path.exists() and path.read_text().endswith("\n")), f"{path.name} was not written"
    return int(path.read_text())
