"""A client of other authors: codex-python-sdk, whose reader takes no line over 64 KiB."""

import os

import pytest
from codex_python_sdk import SessionNotFoundError, create_client


@pytest.fixture
def connect(heddle, tmp_path, workspace):
    """Connects clients that ask for every command."""
    clients = []

    def connect(**options):
        client = create_client(
            codex_command=heddle,
            env={**os.environ, "HEDDLE_HOME": str(tmp_path / "home")},
            process_cwd=str(workspace),
            default_thread_params={"approvalPolicy": "untrusted", "sandbox": "danger-full-access"},
            **options,
        )
        clients.append(client)
        return client.__enter__()

    yield connect
    for client in clients:
        client.close()


def test_a_text_turn(connect):
    client = connect()
    answer = client.responses_create(prompt="say: hello from elsewhere")
    assert answer.text == "hello from elsewhere"
    again = client.responses_create(prompt="say: and again", thread_id=answer.thread_id)
    assert (again.text, again.thread_id) == ("and again", answer.thread_id)
    assert len(client.thread_read(answer.thread_id, include_turns=True)["turns"]) == 2


@pytest.mark.parametrize(("decision", "ran"), [("accept", True), ("decline", False)])
def test_an_approval(connect, workspace, decision, ran):
    requests = []

    def approve(params):
        requests.append(params)
        return {"decision": decision}

    client = connect(on_command_approval=approve)
    events = list(client.responses_events(prompt="run: touch file"))
    assert [event.type for event in events if event.type == "turn/completed"] == ["turn/completed"]
    assert (workspace / "file").exists() is ran
    (request,) = requests
    assert "touch file" in request["command"]


def test_an_unknown_thread(connect):
    with pytest.raises(SessionNotFoundError):
        connect().responses_create(prompt="say: x", thread_id="01999999-9999-7999-8999-999999999999")
