"""Connecting, what the server says of itself, errors, and closing."""

import time
import uuid

import pytest
from harness import ASKING, FREE, is_alive, open_thread, read_pid
from openai_codex import (
    Codex,
    InvalidRequestError,
    Sandbox,
    Thread,
    is_retryable_error,
)
from openai_codex.client import CodexClient
from openai_codex.errors import TransportClosedError
from openai_codex.generated.v2_all import IdleThreadStatus, WarningNotification
from pydantic import BaseModel


def test_the_server_introduces_itself(codex):
    said = codex.metadata
    assert said.userAgent.startswith("codex_python_sdk/0.163.")
    assert said.serverInfo.name == "codex_python_sdk"
    assert said.platformFamily == "unix"
    assert said.platformOs in ("linux", "macos")


def test_the_client_name_is_in_the_user_agent(configure):
    with Codex(configure(client_name="my-tool", client_version="7.1")) as codex:
        assert codex.metadata.userAgent.startswith("my-tool/0.163.")
        assert "(my-tool; 7.1)" in codex.metadata.userAgent


def test_the_first_steps_of_the_sdks_manual_work(codex):
    thread = codex.thread_start(sandbox=Sandbox.workspace_write)
    assert thread.run("say: a project").final_response == "a project"


def test_a_client_without_the_experimental_api_is_served(configure):
    with Codex(configure(experimental_api=False)) as codex:
        assert codex.thread_start().run("say: stable").final_response == "stable"


def test_models_are_complete_and_one_is_the_default(codex):
    shown = codex.models().data
    assert [model.is_default for model in shown].count(True) == 1
    assert not any(model.hidden for model in shown)
    for model in codex.models(include_hidden=True).data:
        assert model.id and model.model and model.display_name and model.description
        efforts = [option.reasoning_effort for option in model.supported_reasoning_efforts]
        assert model.default_reasoning_effort in efforts
    everything = {model.id for model in codex.models(include_hidden=True).data}
    assert {model.id for model in shown} <= everything


def test_no_account_is_needed(codex):
    account = codex.account()
    assert account.account is None
    assert account.requires_openai_auth is False


def test_the_offline_model_is_announced_once_to_a_thread(watch, codex):
    thread = codex.thread_start()
    thread.run("say: one")
    thread.run("say: two")
    warnings = [warning for warning in watch.payloads(WarningNotification) if "offline" in warning.message]
    assert [warning.thread_id for warning in warnings] == [thread.id]


# Configuration.


def test_config_overrides_reach_the_thread(configure):
    overrides = (
        'model="some-model"',
        "model_reasoning_effort=high",
        "approval_policy=untrusted",
        'sandbox_mode="danger-full-access"',
        "features.something=true",
    )
    with CodexClient(configure(config_overrides=overrides)) as client:
        client.initialize()
        started = client.thread_start()
        assert started.model == "some-model"
        assert started.reasoning_effort.value == "high"
        assert started.approval_policy.root.value == "untrusted"
        assert started.sandbox.root.type == "dangerFullAccess"
        assert Thread(client, started.thread.id).run("say: configured").final_response == "configured"


def test_the_parameters_of_a_thread_beat_config_overrides(configure, workspace):
    inner = workspace / "inner"
    inner.mkdir()
    with CodexClient(configure(config_overrides=("model=some-model", "approval_policy=untrusted"))) as client:
        client.initialize()
        started = client.thread_start({**FREE, "model": "another-model", "cwd": str(inner)})
        assert started.model == started.thread.model == "another-model"
        assert started.approval_policy.root.value == "never"
        assert started.cwd.root == started.thread.cwd.root == str(inner)


def test_an_unknown_provider_is_refused_by_name(configure):
    with Codex(configure(config_overrides=("model_provider=nowhere",))) as codex:
        with pytest.raises(InvalidRequestError, match="Model provider `nowhere` not found"):
            codex.thread_start()


# Errors.


def unknown_thread_errors():
    """What one can do with a thread, and the text of the error when there is none."""
    return [
        (lambda client, thread: Thread(client, thread).run("say: x"), "thread not found: {}"),
        (lambda client, thread: client.turn_interrupt(thread, "x"), "thread not found: {}"),
        (lambda client, thread: client.turn_steer(thread, "x", "say: x"), "thread not found: {}"),
        (lambda client, thread: client.thread_read(thread), "thread not loaded: {}"),
        (lambda client, thread: client.thread_resume(thread), "no rollout found for thread id {}"),
        (lambda client, thread: client.thread_set_name(thread, "x"), "no rollout found for thread id {}"),
    ]


@pytest.mark.parametrize(("action", "message"), unknown_thread_errors())
def test_an_unknown_thread_is_an_invalid_request(client, action, message):
    thread = "01999999-9999-7999-8999-" + uuid.uuid4().hex[:12]
    with pytest.raises(InvalidRequestError) as caught:
        action(client, thread)
    assert caught.value.code == -32600
    assert caught.value.message == message.format(thread)
    assert caught.value.data["kind"] == "threadNotFound"
    assert not is_retryable_error(caught.value)


class Anything(BaseModel):
    """A result that the test does not look at."""


@pytest.mark.parametrize(
    ("method", "params", "fragment"),
    [
        ("thread/wave", {}, "unknown variant `thread/wave`"),
        ("thread/read", {}, "missing field `threadId`"),
        ("thread/read", {"threadId": 5}, "invalid type: integer `5`, expected a string"),
        ("thread/start", {"approvalPolicy": "sometimes"}, "sometimes"),
        ("thread/read", {"threadId": "not-a-uuid"}, "invalid thread id"),
        ("initialize", {"clientInfo": {"name": "twice", "version": "1"}}, "Already initialized"),
    ],
)
def test_a_bad_request_is_answered_and_the_connection_lives_on(client, method, params, fragment):
    with pytest.raises(InvalidRequestError) as caught:
        client.request(method, params, response_model=Anything)
    assert fragment in caught.value.message
    assert caught.value.data["kind"]
    assert client.model_list().data


def test_a_fresh_thread_is_idle_and_has_all_its_facts(client, workspace):
    started = client.thread_start(ASKING)
    thread = started.thread
    assert uuid.UUID(thread.id).version == 7
    assert thread.session_id == thread.id
    assert isinstance(thread.status.root, IdleThreadStatus)
    assert thread.cwd.root == str(workspace)
    assert thread.preview == "" and thread.turns == [] and thread.ephemeral is False
    assert thread.created_at > 1_700_000_000 and thread.updated_at >= thread.created_at
    assert thread.model_provider == started.model_provider


# Closing.


# The SDK itself kills a server after two seconds, which the exit status would show; this only guards against a hang.
CLOSE_LIMIT = 20


def close_and_time(codex):
    """Closes a client as its context manager does; the seconds that it took."""
    begin = time.monotonic()
    codex.close()
    return time.monotonic() - begin


def test_closing_an_idle_server_takes_no_time(configure):
    codex = Codex(configure())
    codex.thread_start().run("say: bye")
    assert close_and_time(codex) < CLOSE_LIMIT


def test_closing_ends_a_running_command(configure, workspace):
    client = CodexClient(configure())
    client.start()
    client.initialize()
    open_thread(client, FREE).turn("run: echo $$ > pid; exec sleep 60")
    pid = read_pid(workspace / "pid")
    assert close_and_time(client) < CLOSE_LIMIT
    assert not is_alive(pid)


def test_closing_right_after_connecting(configure):
    assert close_and_time(Codex(configure())) < CLOSE_LIMIT


def test_a_closed_server_answers_nobody(configure):
    codex = Codex(configure())
    codex.close()
    with pytest.raises(TransportClosedError):
        codex.models()
