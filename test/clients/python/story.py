# The official Python client, told only the base URL by its environment. Prints `ok NAME` for each story; ends at the first that is wrong.
# With the argument `strict` the client refuses every answer that does not fit its types.
import sys

import openai
from openai import AssistantEventHandler, OpenAI

client = OpenAI(_strict_response_validation="strict" in sys.argv)
threads = client.beta.threads
get_weather = {"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object", "properties": {}}}}
assistant = client.beta.assistants.create(model="gpt-4o", instructions="Be brief.", tools=[get_weather])


def ask(scenario):
    thread = threads.create(messages=[{"role": "user", "content": "How is the weather?"}])
    return {"thread_id": thread.id, "assistant_id": assistant.id, "metadata": {"emulator_scenario": scenario}}


def outputs(run):
    return [{"tool_call_id": call.id, "output": "sunny"} for call in run.required_action.submit_tool_outputs.tool_calls]


def answer(thread_id):
    return threads.messages.list(thread_id, limit=1).data[0].content[0].text.value


def polls_through_a_tool_call():
    run = threads.runs.create_and_poll(**ask("tool-call"))
    assert run.status == "requires_action", run.status
    run = threads.runs.submit_tool_outputs_and_poll(run_id=run.id, thread_id=run.thread_id, tool_outputs=outputs(run))
    assert run.status == "completed", run.status
    steps = threads.runs.steps.list(run.id, thread_id=run.thread_id, order="asc").data
    assert [step.type for step in steps] == ["tool_calls", "message_creation"], steps
    assert steps[0].step_details.tool_calls[0].function.output == "sunny"
    assert run.usage.total_tokens == sum(step.usage.total_tokens for step in steps)
    assert answer(run.thread_id)


class Listener(AssistantEventHandler):
    def __init__(self):
        super().__init__()
        self.text, self.events, self.done = "", [], []

    def on_text_delta(self, delta, snapshot):
        self.text += delta.value or ""

    def on_run_step_done(self, run_step):
        self.done.append((run_step.type, run_step.status))

    def on_event(self, event):
        self.events.append(event.event)


def streams_through_a_tool_call():
    with threads.runs.stream(**ask("tool-call"), event_handler=(asking := Listener())) as stream:
        stream.until_done()
    run = asking.current_run
    assert asking.events[-1] == "thread.run.requires_action", asking.events
    listener = Listener()
    with threads.runs.submit_tool_outputs_stream(
        run_id=run.id, thread_id=run.thread_id, tool_outputs=outputs(run), event_handler=listener
    ) as stream:
        stream.until_done()
    assert listener.done == [("tool_calls", "completed"), ("message_creation", "completed")], listener.done
    assert listener.events[0] == "thread.run.step.completed" and listener.events[-1] == "thread.run.completed"
    assert listener.text == answer(run.thread_id)


def sees_every_ending():
    for scenario, status in {
        "hello": "completed",
        "server-error": "failed",
        "max-completion-tokens": "incomplete",
        "cancelled-by-service": "cancelled",
        "expires": "requires_action",
    }.items():
        run = threads.runs.create_and_poll(**ask(scenario))
        assert run.status == status, (scenario, run.status)


def cancels():
    run = threads.runs.create(**ask("busy-thread"))
    try:
        threads.messages.create(run.thread_id, role="user", content="Hurry!")
        raise AssertionError("the thread was not locked")
    except openai.BadRequestError as error:
        assert error.body["message"] == f"Can't add messages to {run.thread_id} while a run {run.id} is active.", error
        assert error.type == "invalid_request_error" and error.param is None and error.code is None
    threads.runs.cancel(run_id=run.id, thread_id=run.thread_id)
    assert threads.runs.poll(run_id=run.id, thread_id=run.thread_id).status == "cancelled"


def retries():
    thread = threads.create(messages=[{"role": "user", "content": "Hello?"}])
    run = client.with_options(max_retries=3).beta.threads.runs.create_and_poll(
        thread_id=thread.id, assistant_id=assistant.id, extra_headers={"X-Emulator-Scenario": "three-rate-limits"}
    )
    assert run.status == "completed", run.status


def uploads_and_searches():
    store = client.vector_stores.create(name="foods")
    file = ("foods.txt", b"Filip's favourite food is cake with cherries.")
    assert client.vector_stores.files.upload_and_poll(vector_store_id=store.id, file=file).status == "completed"
    assert client.vector_stores.retrieve(store.id).file_counts.completed == 1
    found = client.vector_stores.search(store.id, query="favourite food").data
    assert "cherries" in found[0].content[0].text
    searching = client.beta.assistants.create(
        model="gpt-4o",
        tools=[{"type": "file_search"}],
        tool_resources={"file_search": {"vector_store_ids": [store.id]}},
    )
    run = client.beta.threads.create_and_run_poll(
        assistant_id=searching.id, thread={"messages": [{"role": "user", "content": "What is his favourite food?"}]}
    )
    [text] = threads.messages.list(run.thread_id, limit=1).data[0].content
    assert text.text.annotations[0].file_citation.file_id == found[0].file_id


def walks_pages():
    thread = threads.create()
    for n in range(25):
        threads.messages.create(thread.id, role="user", content=str(n))
    said = [message.content[0].text.value for message in threads.messages.list(thread.id, order="asc", limit=10)]
    assert said == [str(n) for n in range(25)], said


def is_told_what_was_wrong():
    for call, kind, message in [
        (lambda: threads.retrieve("thread_none"), openai.NotFoundError, "No thread found with id 'thread_none'."),
        (
            lambda: threads.runs.create("thread_none", assistant_id=""),
            openai.BadRequestError,
            "Invalid 'assistant_id'",
        ),
        (
            lambda: threads.create(messages=[{"role": "system", "content": ""}]),
            openai.BadRequestError,
            "Invalid value: 'system'. Supported values are: 'user' and 'assistant'.",
        ),
    ]:
        try:
            call()
            raise AssertionError(f"not refused: {message}")
        except kind as error:
            assert message in error.body["message"], error


for story in [
    polls_through_a_tool_call,
    streams_through_a_tool_call,
    sees_every_ending,
    cancels,
    retries,
    uploads_and_searches,
    walks_pages,
    is_told_what_was_wrong,
]:
    story()
    print("ok", story.__name__, flush=True)
