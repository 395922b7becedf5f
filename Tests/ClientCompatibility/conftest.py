"""The fixtures: a clean environment, the binary, configured clients, and a watch over what they receive."""

import os
import signal
from pathlib import Path

import pytest
from harness import FREE, Approver, Event, Watch
from openai_codex import Codex, CodexConfig, Thread
from openai_codex.client import CodexClient

# No test may take longer, in seconds. The SDK itself waits for an answer for ever.
TIME_LIMIT = 60


@pytest.fixture(scope="session")
def heddle():
    """The binary."""
    path = os.environ.get("HEDDLE_BIN")
    if not path:
        pytest.exit("HEDDLE_BIN is not set; start the tests with ./run", returncode=2)
    return path


@pytest.fixture(scope="session", autouse=True)
def clean_environment(heddle):
    """Servers get no key and no home of the person who runs the tests, so the offline model answers."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("CODEX_", "HEDDLE_", "OPENAI_")):
                patch.delenv(name)
        yield


@pytest.fixture(autouse=True)
def time_limit():
    """Ends a test that hangs."""

    def give_up(*_):
        raise TimeoutError(f"the test took longer than {TIME_LIMIT} s")

    previous = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(TIME_LIMIT)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, previous)


@pytest.fixture
def workspace(tmp_path):
    """An empty folder for commands to run in."""
    path = tmp_path / "workspace"
    path.mkdir()
    return path


@pytest.fixture(autouse=True)
def watch(time_limit, monkeypatch):
    """Looks over the shoulder of every client of the test, and checks at the end what holds for all conversations."""
    watch = Watch()
    coerce, start = CodexClient._coerce_notification, CodexClient.start

    def coerce_and_note(client, method, params):
        notification = coerce(client, method, params)
        watch.events.append(Event(client, method, notification.payload))
        return notification

    def start_and_note(client):
        start(client)
        watch.servers[client] = client._proc

    monkeypatch.setattr(CodexClient, "_coerce_notification", coerce_and_note)
    monkeypatch.setattr(CodexClient, "start", start_and_note)
    yield watch
    watch.check()


@pytest.fixture
def configure(watch, heddle, tmp_path: Path, workspace):
    """Makes configurations whose servers share one home, and run in the workspace."""
    home = tmp_path / "home"
    home.mkdir()

    def configure(**options):
        return CodexConfig(codex_bin=heddle, env={"HEDDLE_HOME": str(home)}, cwd=str(workspace), **options)

    return configure


@pytest.fixture
def codex(configure):
    """The SDK's main object, connected."""
    with Codex(configure()) as codex:
        yield codex


@pytest.fixture
def thread(client):
    """A thread whose commands run without being asked for."""
    return Thread(client, client.thread_start(FREE).thread.id)


@pytest.fixture
def client(configure):
    """The SDK's low-level client, connected."""
    with CodexClient(configure()) as client:
        client.initialize()
        yield client


@pytest.fixture
def approving(configure, watch):
    """Connects a client that answers requests for approval with one decision: gives the client and what was asked."""
    clients = []

    def approving(decision):
        approver = Approver(watch, decision)
        client = CodexClient(configure(), approval_handler=approver)
        approver.client = client
        clients.append(client)
        client.start()
        client.initialize()
        return client, approver

    yield approving
    for client in clients:
        client.close()
