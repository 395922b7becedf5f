"""Text turns: results, streams, failures, several at once, and the asynchronous client."""

import asyncio
import time

import pytest
from harness import FREE, kinds, open_thread
from openai_codex import (
    ApprovalMode,
    AsyncCodex,
    MentionInput,
    Sandbox,
    TextInput,
)
from openai_codex.generated.v2_all import (
    ActiveThreadStatus,
    AgentMessageDeltaNotification,
    CodexErrorInfoValue,
    ErrorNotification,
    HttpConnectionFailedCodexErrorInfo,
    IdleThreadStatus,
    ReasoningSummaryTextDeltaNotification,
    ResponseTooManyFailedAttemptsCodexErrorInfo,
    SystemErrorThreadStatus,
    ThreadStatusChangedNotification,
    TurnPlanUpdatedNotification,
)
from openai_codex.types import (
    Personality,
    ReasoningEffort,
    ReasoningSummary,
    TurnCompletedNotification,
    TurnStatus,
)


def test_a_turn_gives_its_final_text_and_its_facts(thread):
    result = thread.run("say: hello there")
    assert result.final_response == "hello there"
    assert result.status is TurnStatus.completed
    assert result.error is None
    assert kinds(result.items) == ["userMessage", "agentMessage"]
    assert result.usage.last.total_tokens > 0
    assert result.usage.total.total_tokens == result.usage.last.total_tokens
    assert result.started_at <= result.completed_at
    assert result.duration_ms >= 0


def test_a_prompt_without_directives_is_answered_too(thread):
    assert "offline model" in thread.run("Describe this project.").final_response


def test_a_stream_tells_the_turn_in_order(watch, thread):
    handle = thread.turn("think: first this\nsay: one two three")
    events = list(handle.stream())
    story = [event.method for event in events]
    assert [method for index, method in enumerate(story) if story[index - 1 : index] != [method]] == [
        "turn/started",
        "item/started",
        "item/completed",
        "item/started",
        "item/reasoning/summaryPartAdded",
        "item/reasoning/summaryTextDelta",
        "item/completed",
        "item/started",
        "item/agentMessage/delta",
        "item/completed",
        "thread/tokenUsage/updated",
        "turn/completed",
    ]

    def text(kind):
        return [event.payload.delta for event in events if isinstance(event.payload, kind)]

    assert "".join(text(ReasoningSummaryTextDeltaNotification)) == "first this"
    assert "".join(text(AgentMessageDeltaNotification)) == "one two three"
    completed = events[-1].payload
    assert isinstance(completed, TurnCompletedNotification)
    assert completed.turn.id == handle.id and completed.turn.status is TurnStatus.completed
    assert completed.turn.items[-1].root.text == "one two three"
    statuses = [type(change.status.root) for change in watch.payloads(ThreadStatusChangedNotification)]
    assert statuses == [ActiveThreadStatus, IdleThreadStatus]


def test_the_low_level_client_streams_text(client):
    thread = open_thread(client, FREE)
    deltas = [delta.delta for delta in client.stream_text(thread.id, "say: bit by bit")]
    assert "".join(deltas) == "bit by bit"


def test_the_words_of_all_languages_arrive(thread):
    words = 'Grüße, 世界! 👩‍👩‍👧 שלום 🇩🇪 "quoted" back\\slash \x7f.'
    assert thread.run(f"say: {words}").final_response == words


def test_a_plan_is_announced(watch, thread):
    assert thread.run("plan: look; think; tell").status is TurnStatus.completed
    (update,) = watch.payloads(TurnPlanUpdatedNotification)
    assert update.thread_id == thread.id
    assert [(step.step, step.status.value) for step in update.plan] == [
        ("look", "inProgress"),
        ("think", "pending"),
        ("tell", "pending"),
    ]


def test_all_options_of_a_turn_are_taken(codex):
    thread = codex.thread_start(
        approval_mode=ApprovalMode.deny_all,
        base_instructions="Be brief.",
        config={"model_reasoning_effort": "low"},
        developer_instructions="Be kind.",
        model="some-model",
        personality=Personality.pragmatic,
        service_name="compatibility",
    )
    result = thread.run(
        [TextInput("say: with"), TextInput("all options"), MentionInput("notes", "/notes.md")],
        approval_mode=ApprovalMode.auto_review,
        effort=ReasoningEffort("high"),
        model="another-model",
        output_schema={"type": "object", "properties": {}, "additionalProperties": False},
        personality=Personality.friendly,
        sandbox=Sandbox.full_access,
        service_tier="fast",
        source="compatibility",
        summary=ReasoningSummary.model_validate("concise"),
    )
    assert result.final_response == "with"
    assert [part.root.type for part in result.items[0].root.content] == ["text", "text", "mention"]
    assert thread.read().thread.model == "another-model"


# Failures.


@pytest.mark.parametrize(
    ("kind", "info"),
    [
        ("contextWindowExceeded", CodexErrorInfoValue.context_window_exceeded),
        ("usageLimitExceeded", CodexErrorInfoValue.usage_limit_exceeded),
        ("serverOverloaded", CodexErrorInfoValue.server_overloaded),
        ("unauthorized", CodexErrorInfoValue.unauthorized),
        ("badRequest", CodexErrorInfoValue.bad_request),
        ("sandboxError", CodexErrorInfoValue.sandbox_error),
        ("other", CodexErrorInfoValue.other),
    ],
)
def test_a_failed_turn_says_why(watch, thread, kind, info):
    events = list(thread.turn(f"fail: {kind}").stream())
    (error,) = [event.payload for event in events if isinstance(event.payload, ErrorNotification)]
    assert error.will_retry is False
    assert error.error.codex_error_info.root is info
    turn = events[-1].payload.turn
    assert turn.status is TurnStatus.failed
    assert turn.error == error.error
    statuses = [type(change.status.root) for change in watch.payloads(ThreadStatusChangedNotification)]
    assert statuses[-1] is SystemErrorThreadStatus
    assert thread.run("say: better").final_response == "better"


def test_a_failed_turn_raises_its_message(thread):
    with pytest.raises(RuntimeError, match="context window"):
        thread.run("fail: contextWindowExceeded")


def test_a_failure_with_a_status_carries_it(thread):
    *_, completed = thread.turn("fail: responseTooManyFailedAttempts").stream()
    info = completed.payload.turn.error.codex_error_info.root
    assert isinstance(info, ResponseTooManyFailedAttemptsCodexErrorInfo)
    assert info.response_too_many_failed_attempts.http_status_code == 429


def test_retries_are_announced_before_a_turn_fails(thread):
    events = list(thread.turn("fail: httpConnectionFailed").stream())
    errors = [event.payload for event in events if isinstance(event.payload, ErrorNotification)]
    notices, last = errors[:-1], errors[-1]
    assert [notice.error.message for notice in notices] == [f"Reconnecting... {n}/5" for n in range(1, 6)]
    assert all(notice.will_retry for notice in notices)
    assert last.will_retry is False
    info = last.error.codex_error_info.root
    assert isinstance(info, HttpConnectionFailedCodexErrorInfo)
    assert info.http_connection_failed.http_status_code == 404


# Several turns.


def test_turns_on_two_threads_run_at_once(client):
    # Each command waits for the other's file, so one after the other they would never end.
    def meet(mine, other):
        return f"run: touch {mine}; until [ -e {other} ]; do sleep 0.02; done; echo {mine} met {other}"

    first, second = open_thread(client, FREE), open_thread(client, FREE)
    handles = [first.turn(meet("a", "b")), second.turn(meet("b", "a"))]
    results = [handle.run() for handle in handles]
    assert [result.items[1].root.aggregated_output for result in results] == ["a met b\n", "b met a\n"]


def test_many_threads_keep_their_answers_apart(client):
    threads = [open_thread(client, FREE) for _ in range(20)]
    handles = [thread.turn(f"say: answer {number}") for number, thread in enumerate(threads)]
    texts = [handle.run().final_response for handle in handles]
    assert texts == [f"answer {number}" for number in range(20)]


def test_one_thread_takes_turn_after_turn(thread):
    results = [thread.run(f"say: number {number}") for number in range(10)]
    assert [result.final_response for result in results] == [f"number {number}" for number in range(10)]
    totals = [result.usage.total.total_tokens for result in results]
    assert totals == sorted(set(totals))


def test_the_asynchronous_client(configure):
    async def conversation():
        async with AsyncCodex(configure()) as codex:
            options = {"approval_mode": ApprovalMode.deny_all, "sandbox": Sandbox.full_access}
            first = await codex.thread_start(**options)
            second = await codex.thread_start(**options)
            answers = await asyncio.gather(first.run("say: left"), second.run("run: echo right"))
            assert answers[0].final_response == "left"
            assert answers[1].items[1].root.aggregated_output == "right\n"

            handle = await first.turn("say: streamed")
            methods = [event.method async for event in handle.stream()]
            assert methods[0] == "turn/started" and methods[-1] == "turn/completed"

            begin = time.monotonic()
            handle = await second.turn("sleep: 30")
            await handle.interrupt()
            assert (await handle.run()).status is TurnStatus.interrupted
            assert time.monotonic() - begin < 25
            assert len((await first.read(include_turns=True)).thread.turns) == 2

    asyncio.run(conversation())
