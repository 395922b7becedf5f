"""Commands that turns run, and the approvals that they need."""

import pytest
from harness import ASKING, COMMAND_APPROVAL, kinds, open_thread
from openai_codex import Sandbox
from openai_codex.generated.v2_all import (
    CommandExecutionOutputDeltaNotification,
    CommandExecutionStatus,
    CommandExecutionThreadItem,
    ItemStartedNotification,
    ServerRequestResolvedNotification,
    ThreadStatusChangedNotification,
)
from openai_codex.types import TurnStatus


def commands(result):
    """The commands of a turn."""
    return [item.root for item in result.items if isinstance(item.root, CommandExecutionThreadItem)]


def test_a_command_runs_in_the_threads_folder(thread, workspace):
    result = thread.run("run: pwd; echo done")
    (command,) = commands(result)
    assert kinds(result.items) == ["userMessage", "commandExecution", "agentMessage"]
    assert command.status is CommandExecutionStatus.completed
    assert command.exit_code == 0
    assert command.aggregated_output == f"{workspace}\ndone\n"
    assert command.cwd.root == str(workspace)
    assert "pwd; echo done" in command.command
    assert command.duration_ms >= 0
    assert "exited with code 0" in result.final_response


def test_a_failing_command_does_not_fail_its_turn(thread):
    result = thread.run("run: echo oh >&2; exit 3")
    (command,) = commands(result)
    assert command.status is CommandExecutionStatus.failed
    assert command.exit_code == 3
    assert command.aggregated_output == "oh\n"
    assert result.status is TurnStatus.completed
    assert "exited with code 3" in result.final_response


def test_a_silent_command_has_no_output(watch, thread):
    (command,) = commands(thread.run("run: true"))
    assert command.status is CommandExecutionStatus.completed
    assert command.aggregated_output is None
    assert watch.payloads(CommandExecutionOutputDeltaNotification) == []


def test_output_streams_while_the_command_runs(watch, thread, workspace):
    handle = thread.turn("run: echo early; until [ -e go ]; do sleep 0.02; done; echo late")
    for event in handle.stream():
        if isinstance(event.payload, CommandExecutionOutputDeltaNotification) and "early" in event.payload.delta:
            (workspace / "go").touch()
    (command,) = watch.completed_items(CommandExecutionThreadItem)
    assert command.aggregated_output == "early\nlate\n"


def test_output_that_is_no_text_is_made_text(thread):
    # A byte that is no UTF-8, a line separator, and control characters.
    (command,) = commands(thread.run(r"run: printf 'a\377b\nc\342\202\254\342\200\250d\r\033[1me\001\n'"))
    assert command.aggregated_output == "a\ufffdb\nc€\u2028d\r\x1b[1me\x01\n"


def test_much_output_arrives_whole(thread):
    (command,) = commands(thread.run("run: seq 1 40000"))
    assert command.aggregated_output == "".join(f"{number}\n" for number in range(1, 40001))


def test_parallel_commands_run_at_once(thread):
    result = thread.run(
        "run: touch a; until [ -e b ]; do sleep 0.02; done; echo first\n"
        "run: touch b; until [ -e a ]; do sleep 0.02; done; echo second"
    )
    assert {command.aggregated_output for command in commands(result)} == {"first\n", "second\n"}


def test_commands_one_after_the_other_with_text_between(thread):
    result = thread.run("run: echo one\nsay: between\nrun: echo two")
    assert kinds(result.items) == ["userMessage", *["commandExecution", "agentMessage"] * 2]
    assert result.items[2].root.text == "between"


def test_a_command_in_a_workspace_runs_or_is_asked_for(codex):
    # The SDK's Codex accepts what it is asked. In a sandbox a person's shell profile may complain first.
    result = codex.thread_start(sandbox=Sandbox.workspace_write).run("run: echo in the workspace")
    (command,) = commands(result)
    assert command.status is CommandExecutionStatus.completed
    assert command.aggregated_output.endswith("in the workspace\n")


# Approvals.


def test_an_accepted_command_runs(watch, approving, workspace):
    client, approver = approving("accept")
    thread = open_thread(client, ASKING)
    handle = thread.turn("run: echo written > file; echo said")
    result = handle.run()
    (command,) = commands(result)
    assert command.status is CommandExecutionStatus.completed
    assert command.aggregated_output == "said\n"
    assert (workspace / "file").read_text() == "written\n"
    assert result.status is TurnStatus.completed

    (request,) = approver.requests
    assert (request["threadId"], request["turnId"], request["itemId"]) == (thread.id, handle.id, command.id)
    assert "echo written > file; echo said" in request["command"]
    assert request["command"] == command.command
    assert request["cwd"] == str(workspace)
    assert request["startedAtMs"] > 1_700_000_000_000


def test_an_approval_stands_between_start_and_output(watch, approving):
    client, _ = approving("accept")
    open_thread(client, ASKING).run("run: echo out")
    story = []
    for event in watch.events:
        match event.payload:
            case ItemStartedNotification(item=item) if item.root.type == "commandExecution":
                story.append(item.root.status.value)
            case ThreadStatusChangedNotification(status=status):
                flags = [flag.value for flag in getattr(status.root, "active_flags", [])]
                story.append(" ".join([status.root.type, *flags]))
            case ServerRequestResolvedNotification() | CommandExecutionOutputDeltaNotification():
                story.append(event.method)
        if event.method == COMMAND_APPROVAL:
            story.append(event.method)
    # The item and the status flag may change places.
    assert sorted(story[1:3]) == ["active waitingOnApproval", "inProgress"]
    assert story[:1] + story[3:] == [
        "active",
        COMMAND_APPROVAL,
        "serverRequest/resolved",
        "active",
        "item/commandExecution/outputDelta",
        "idle",
    ]


def test_a_declined_command_does_not_run_and_the_turn_goes_on(approving, workspace):
    client, approver = approving("decline")
    thread = open_thread(client, ASKING)
    result = thread.run("run: touch never")
    (command,) = commands(result)
    assert command.status is CommandExecutionStatus.declined
    assert command.exit_code is None
    assert result.status is TurnStatus.completed
    assert result.final_response
    assert len(approver.requests) == 1
    assert not (workspace / "never").exists()
    history = thread.read(include_turns=True).thread.turns[0].items
    assert kinds(history) == ["userMessage", "commandExecution", "agentMessage"]
    assert history[1].root.status is CommandExecutionStatus.declined


def test_a_cancelled_command_ends_the_turn(watch, approving, workspace):
    client, _ = approving("cancel")
    thread = open_thread(client, ASKING)
    result = thread.run("run: touch never\nsay: never")
    assert result.status is TurnStatus.interrupted
    assert [command.status for command in commands(result)] == [CommandExecutionStatus.declined]
    assert not (workspace / "never").exists()
    assert thread.run("say: next").final_response == "next"


def test_a_command_accepted_for_the_session_is_asked_for_once(approving):
    client, approver = approving("acceptForSession")
    thread = open_thread(client, ASKING)
    outputs = [commands(thread.run(f"run: {text}"))[0].aggregated_output for text in ("echo a", "echo a", "echo b")]
    assert outputs == ["a\n", "a\n", "b\n"]
    assert ["echo a" in request["command"] for request in approver.requests] == [True, False]


def test_an_approval_for_one_session_is_none_for_another(approving):
    client, approver = approving("acceptForSession")
    for _ in range(2):
        open_thread(client, ASKING).run("run: echo a")
    assert len(approver.requests) == 2


@pytest.mark.parametrize("decision", ["perhaps", None, 7])
def test_an_answer_that_is_none_runs_nothing(approving, workspace, decision):
    client, _ = approving(decision)
    result = open_thread(client, ASKING).run("run: touch never")
    assert [command.status for command in commands(result)] == [CommandExecutionStatus.failed]
    assert result.status is TurnStatus.completed
    assert not (workspace / "never").exists()


def test_parallel_commands_are_each_asked_for(approving):
    client, approver = approving("accept")
    result = open_thread(client, ASKING).run("run: echo one\nrun: echo two\nrun: echo three")
    assert {command.aggregated_output for command in commands(result)} == {"one\n", "two\n", "three\n"}
    assert {request["itemId"] for request in approver.requests} == {command.id for command in commands(result)}


def test_a_turn_can_stop_asking(approving):
    client, approver = approving("accept")
    thread = open_thread(client, ASKING)
    thread.run("run: echo asked")
    handle_params = {"approvalPolicy": "never"}
    turn = client.turn_start(thread.id, "run: echo unasked", handle_params).turn
    assert client.wait_for_turn_completed(turn.id).turn.status is TurnStatus.completed
    assert len(approver.requests) == 1
