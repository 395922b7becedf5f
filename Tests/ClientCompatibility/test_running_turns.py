"""Interrupting and steering a turn that runs."""

import re
import time
from threading import Event

import pytest
from harness import ASKING, FREE, eventually, is_alive, kinds, open_thread, read_pid
from openai_codex import InvalidRequestError
from openai_codex.client import CodexClient
from openai_codex.generated.v2_all import (
    AgentMessageDeltaNotification,
    CommandExecutionThreadItem,
    ServerRequestResolvedNotification,
)
from openai_codex.types import TurnStatus

# What is interrupted or steered must end within so many seconds; by itself it would take many times longer.
PROMPT = 20.0


# Interrupting.


def test_an_interrupted_command_is_gone(watch, thread, workspace):
    handle = thread.turn("run: echo $$ > pid; exec sleep 30")
    pid = read_pid(workspace / "pid")
    begin = time.monotonic()
    handle.interrupt()
    result = handle.run()
    assert time.monotonic() - begin < PROMPT
    assert result.status is TurnStatus.interrupted
    assert result.error is None
    assert not is_alive(pid)
    (command,) = watch.completed_items(CommandExecutionThreadItem)
    assert command.status.value == "failed"
    assert thread.run("say: next").final_response == "next"


def test_an_interrupt_reaches_what_the_command_started(thread, workspace):
    handle = thread.turn(
        "run: setsid sh -c 'echo $$ > far; exec sleep 30' & sh -c 'echo $$ > near; exec sleep 30' & wait"
    )
    pids = [read_pid(workspace / name) for name in ("far", "near")]
    handle.interrupt()
    assert handle.run().status is TurnStatus.interrupted
    assert not any(is_alive(pid) for pid in pids)


def test_an_interrupt_ends_the_models_silence(thread):
    handle = thread.turn("sleep: 30")
    begin = time.monotonic()
    handle.interrupt()
    assert handle.run().status is TurnStatus.interrupted
    assert time.monotonic() - begin < PROMPT


def test_an_interrupted_answer_is_kept_as_far_as_it_came(thread):
    handle = thread.turn("say: so far\nsleep: 30")
    for event in handle.stream():
        if isinstance(event.payload, AgentMessageDeltaNotification) and event.payload.delta.endswith("far"):
            handle.interrupt()
    (turn,) = thread.read(include_turns=True).thread.turns
    assert turn.status is TurnStatus.interrupted
    assert kinds(turn.items) == ["userMessage", "agentMessage"]
    assert turn.items[1].root.text == "so far"


def test_an_interrupt_right_after_the_start_counts(thread):
    for _ in range(20):
        handle = thread.turn("sleep: 30")
        handle.interrupt()
        assert handle.run().status is TurnStatus.interrupted


def test_an_interrupt_beats_a_late_approval(watch, configure, workspace):
    asked, interrupted = Event(), Event()

    def approve_late(method, params):
        asked.set()
        interrupted.wait()
        return {"decision": "accept"}

    with CodexClient(configure(), approval_handler=approve_late) as client:
        client.initialize()
        thread = open_thread(client, ASKING)
        handle = thread.turn("run: touch never")
        asked.wait()
        # The SDK asks on the thread that reads answers, so an interrupt that waits for its own would wait for ever.
        client._write_message(
            {"id": "late", "method": "turn/interrupt", "params": {"threadId": thread.id, "turnId": handle.id}}
        )
        interrupted.set()
        assert handle.run().status is TurnStatus.interrupted
        assert len(watch.payloads(ServerRequestResolvedNotification)) == 1
        assert thread.run("say: next").final_response == "next"
    assert not (workspace / "never").exists()


def test_interrupting_another_turn_names_the_running_one(client, thread):
    handle = thread.turn("sleep: 30")
    with pytest.raises(InvalidRequestError) as caught:
        client.turn_interrupt(thread.id, "another")
    assert re.search(r" but found `?([^`]+)`?$", caught.value.message).group(1) == handle.id
    assert caught.value.data["kind"] == "staleTurn"
    handle.interrupt()
    assert handle.run().status is TurnStatus.interrupted


def test_interrupting_nothing_is_an_error(client, thread):
    turn = thread.run("say: over")
    with pytest.raises(InvalidRequestError, match="no active turn to interrupt"):
        client.turn_interrupt(thread.id, turn.id)


# Steering.


def test_a_steered_turn_answers_at_once(thread):
    begin = time.monotonic()
    handle = thread.turn("sleep: 30")
    assert handle.steer("say: steered").turn_id == handle.id
    result = handle.run()
    assert time.monotonic() - begin < PROMPT
    assert result.status is TurnStatus.completed
    assert result.final_response == "steered"
    assert kinds(result.items) == ["userMessage", "userMessage", "agentMessage"]
    assert [item.root.content[0].root.text for item in result.items[:2]] == ["sleep: 30", "say: steered"]


def test_steering_waits_for_a_running_command(thread, workspace):
    handle = thread.turn("run: touch begun; until [ -e go ]; do sleep 0.02; done; echo finished\nsay: not this")
    assert eventually((workspace / "begun").exists)
    handle.steer("say: steered")
    (workspace / "go").touch()
    result = handle.run()
    assert result.final_response == "steered"
    assert kinds(result.items) == ["userMessage", "commandExecution", "userMessage", "agentMessage"]
    assert result.items[1].root.aggregated_output == "finished\n"


def test_steering_several_times(thread):
    # One steer comes while the turn still turns to the one before; none may be left until the model has slept.
    begin = time.monotonic()
    handle = thread.turn("sleep: 30")
    for number in range(20):
        handle.steer(f"sleep: {31 + number}")
    handle.steer("say: enough")
    result = handle.run()
    assert time.monotonic() - begin < PROMPT
    assert result.final_response == "enough"
    assert kinds(result.items) == ["userMessage"] * 22 + ["agentMessage"]


def test_a_turn_started_on_a_running_one_joins_it(thread):
    first = thread.turn("sleep: 30")
    second = thread.turn("say: joined")
    assert second.id == first.id
    assert second.run().final_response == "joined"
    assert first.run().final_response == "joined"
    assert len(thread.read(include_turns=True).thread.turns) == 1


def test_steering_another_turn_names_the_running_one(client, thread):
    handle = thread.turn("sleep: 30")
    with pytest.raises(InvalidRequestError) as caught:
        client.turn_steer(thread.id, "another", "say: x")
    assert caught.value.message == f"expected active turn id `another` but found `{handle.id}`"
    assert caught.value.data["kind"] == "staleTurn"
    handle.interrupt()
    handle.run()


def test_steering_nothing_is_an_error(client):
    thread = open_thread(client, FREE)
    with pytest.raises(InvalidRequestError, match="no active turn to steer"):
        client.turn_steer(thread.id, "another", "say: x")
