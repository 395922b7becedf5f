"""Threads: reading, resuming in a new process, listing, naming."""

import pytest
from harness import ASKING, FREE, eventually, kinds, open_thread
from openai_codex import Codex, InvalidRequestError, Thread
from openai_codex.client import CodexClient
from openai_codex.generated.v2_all import (
    CommandExecutionStatus,
    ThreadNameUpdatedNotification,
    ThreadStartedNotification,
)
from openai_codex.types import SortDirection, TurnStatus


@pytest.fixture
def connect(configure):
    """Connects low-level clients, each with a server of its own over the same home."""
    clients = []

    def connect():
        client = CodexClient(configure())
        clients.append(client)
        client.start()
        client.initialize()
        return client

    yield connect
    for client in clients:
        client.close()


# Reading.


def test_a_read_thread_has_its_turns_if_asked(thread):
    thread.run("say: one")
    thread.run("run: echo two")
    assert thread.read().thread.turns == []
    turns = thread.read(include_turns=True).thread.turns
    assert [turn.status for turn in turns] == [TurnStatus.completed] * 2
    assert [kinds(turn.items) for turn in turns] == [
        ["userMessage", "agentMessage"],
        ["userMessage", "commandExecution", "agentMessage"],
    ]
    assert turns[0].items[0].root.content[0].root.text == "say: one"
    assert turns[0].items[1].root.text == "one"
    command = turns[1].items[1].root
    assert command.status is CommandExecutionStatus.completed
    assert command.aggregated_output == "two\n" and command.exit_code == 0


def test_history_is_what_was_streamed(thread):
    result = thread.run("think: hm\nrun: echo out; exit 4")
    (turn,) = thread.read(include_turns=True).thread.turns
    assert turn.items == result.items
    assert (turn.id, turn.started_at, turn.completed_at) == (result.id, result.started_at, result.completed_at)


def test_a_thread_can_be_read_before_its_first_turn(thread):
    assert thread.read().thread.id == thread.id
    assert thread.read(include_turns=True).thread.turns == []


def test_a_new_thread_is_announced(watch, thread):
    assert eventually(lambda: watch.payloads(ThreadStartedNotification))
    (started,) = watch.payloads(ThreadStartedNotification)
    assert started.thread.id == thread.id


# Resuming.


def test_a_thread_goes_on_in_a_new_process(configure):
    with Codex(configure()) as before:
        thread = before.thread_start()
        first = thread.run("say: first")
        second = thread.run("think: hm\nsay: second")
    with Codex(configure()) as after:
        resumed = after.thread_resume(thread.id)
        assert resumed.id == thread.id
        turns = resumed.read(include_turns=True).thread.turns
        assert [turn.id for turn in turns] == [first.id, second.id]
        assert [turn.items for turn in turns] == [first.items, second.items]
        assert resumed.run("say: third").final_response == "third"
        assert len(resumed.read(include_turns=True).thread.turns) == 3


def test_a_resumed_thread_brings_its_history_if_asked(connect):
    client = connect()
    thread = open_thread(client, FREE)
    thread.run("say: history")
    client.close()
    client = connect()
    resumed = client.thread_resume(thread.id).thread
    assert [kinds(turn.items) for turn in resumed.turns] == [["userMessage", "agentMessage"]]
    assert resumed.preview == "say: history"
    client.close()
    assert connect().thread_resume(thread.id, {"excludeTurns": True}).thread.turns == []


def test_a_resumed_thread_has_its_settings(connect, workspace):
    inner = workspace / "inner"
    inner.mkdir()
    client = connect()
    thread = open_thread(client, ASKING, cwd=str(inner), model="some-model")
    thread.run("say: kept")
    client.close()
    resumed = connect().thread_resume(thread.id)
    assert resumed.approval_policy.root.value == "untrusted"
    assert resumed.sandbox.root.type == "dangerFullAccess"
    assert resumed.cwd.root == str(inner)
    assert resumed.model == "some-model"


def test_a_thread_survives_the_death_of_its_server(connect, watch, workspace):
    client = connect()
    thread = open_thread(client, FREE)
    thread.run("say: before")
    handle = thread.turn("run: echo so far; touch begun; sleep 60")
    assert eventually((workspace / "begun").exists)
    watch.kill(client)
    client.close()
    after = connect()
    turns = after.thread_resume(thread.id).thread.turns
    assert [turn.status for turn in turns] == [TurnStatus.completed, TurnStatus.interrupted]
    assert turns[1].id == handle.id
    assert kinds(turns[1].items) == ["userMessage", "commandExecution"]
    assert turns[1].items[1].root.status is not CommandExecutionStatus.in_progress
    assert Thread(after, thread.id).run("say: after").final_response == "after"


def test_a_turn_that_was_running_at_the_close_is_interrupted(connect):
    client = connect()
    thread = open_thread(client, FREE)
    handle = thread.turn("sleep: 60")
    client.close()
    (turn,) = connect().thread_resume(thread.id).thread.turns
    assert turn.id == handle.id and turn.status is TurnStatus.interrupted


# Listing.


def test_threads_with_turns_are_listed_with_their_facts(codex, workspace):
    codex.thread_start()
    thread = codex.thread_start()
    thread.run("say: find me")
    (listed,) = codex.thread_list().data
    assert listed.id == thread.id
    assert listed.preview == "say: find me"
    assert listed.cwd.root == str(workspace)
    assert listed.turns == []


def test_an_ephemeral_thread_is_not_listed(codex):
    assert codex.thread_start(ephemeral=True).run("say: gone").final_response == "gone"
    assert codex.thread_list().data == []


def test_lists_come_in_pages_without_gaps(configure):
    with Codex(configure()) as codex:
        threads = [codex.thread_start() for _ in range(7)]
        for thread in threads:
            thread.run("say: listed")
    expected = [thread.id for thread in threads]
    with Codex(configure()) as codex:
        for direction, order in ((SortDirection.asc, expected), (SortDirection.desc, expected[::-1])):
            ids, cursor = [], None
            while True:
                page = codex.thread_list(limit=3, cursor=cursor, sort_direction=direction)
                assert len(page.data) <= 3
                ids += [thread.id for thread in page.data]
                cursor = page.next_cursor
                if cursor is None:
                    break
            assert ids == order


def test_lists_can_be_narrowed(client, workspace):
    inner = workspace / "inner"
    inner.mkdir()
    outside = open_thread(client, FREE)
    outside.run("say: apple")
    inside = open_thread(client, FREE, cwd=str(inner))
    inside.run("say: pear")

    def ids(**filters):
        return [thread.id for thread in client.thread_list(filters).data]

    assert ids(cwd=str(inner)) == [inside.id]
    assert ids(cwd=[str(workspace)]) == [outside.id]
    assert ids(searchTerm="apple") == [outside.id]
    assert ids(searchTerm="plum") == []
    assert ids(archived=True) == []
    assert ids(modelProviders=["nobody"]) == []


# Names.


def test_a_name_is_kept_and_announced(watch, configure):
    with Codex(configure()) as codex:
        thread = codex.thread_start()
        thread.run("say: nameless")
        assert thread.read().thread.name is None
        thread.set_name("  A good name  ")
        assert thread.read().thread.name == "A good name"
        assert eventually(lambda: watch.payloads(ThreadNameUpdatedNotification))
        (update,) = watch.payloads(ThreadNameUpdatedNotification)
        assert (update.thread_id, update.thread_name) == (thread.id, "A good name")
    with Codex(configure()) as codex:
        (listed,) = codex.thread_list().data
        assert listed.name == "A good name"
        assert codex.thread_resume(thread.id).read().thread.name == "A good name"


def test_a_blank_name_is_refused(codex):
    thread = codex.thread_start()
    thread.run("say: x")
    with pytest.raises(InvalidRequestError, match="thread name must not be empty"):
        thread.set_name("   ")
