// The official Java client, told only the base URL by its environment. Prints `ok NAME` for each story; ends at the first that is wrong.
// With the argument `strict` the client refuses every answer that does not fit its types.
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.models.FunctionDefinition;
import com.openai.models.beta.assistants.Assistant;
import com.openai.models.beta.assistants.AssistantCreateParams;
import com.openai.models.beta.assistants.AssistantStreamEvent;
import com.openai.models.beta.threads.Thread;
import com.openai.models.beta.threads.ThreadCreateParams;
import com.openai.models.beta.threads.messages.MessageCreateParams;
import com.openai.models.beta.threads.messages.MessageListParams;
import com.openai.models.beta.threads.runs.Run;
import com.openai.models.beta.threads.runs.RunCancelParams;
import com.openai.models.beta.threads.runs.RunCreateParams;
import com.openai.models.beta.threads.runs.RunRetrieveParams;
import com.openai.models.beta.threads.runs.RunStatus;
import com.openai.models.beta.threads.runs.RunSubmitToolOutputsParams;
import com.openai.models.beta.threads.runs.steps.StepListParams;
import java.util.List;
import java.util.Map;
import java.util.Objects;

@SuppressWarnings("deprecation")
class Story {
    static OpenAIClient client;
    static Assistant assistant;

    public static void main(String[] arguments) throws Exception {
        boolean strict = List.of(arguments).contains("strict");
        client = OpenAIOkHttpClient.builder().fromEnv().responseValidation(strict).build();
        assistant = client.beta().assistants().create(AssistantCreateParams.builder()
                .model("gpt-4o")
                .instructions("Be brief.")
                .addFunctionTool(FunctionDefinition.builder().name("get_weather").build())
                .build());
        pollsThroughAToolCall();
        ok("polls_through_a_tool_call");
        streamsThroughAToolCall();
        ok("streams_through_a_tool_call");
        seesEveryEnding();
        ok("sees_every_ending");
        cancels();
        ok("cancels");
        walksPages();
        ok("walks_pages");
        client.close();
    }

    static void pollsThroughAToolCall() throws Exception {
        Run run = poll(ask("tool-call"));
        is(run.status(), RunStatus.REQUIRES_ACTION);
        run = poll(client.beta().threads().runs().submitToolOutputs(outputs(run)));
        is(run.status(), RunStatus.COMPLETED);
        var steps = client.beta().threads().runs().steps().list(
                StepListParams.builder().threadId(run.threadId()).runId(run.id()).build());
        is(steps.data().stream().mapToLong(step -> step.usage().get().totalTokens()).sum(), run.usage().get().totalTokens());
    }

    static void streamsThroughAToolCall() throws Exception {
        Thread thread = newThread();
        Told asked = new Told();
        try (var stream = client.beta().threads().runs().createStreaming(params(thread, "tool-call"))) {
            stream.stream().forEach(asked::hear);
        }
        is(asked.last.isThreadRunRequiresAction(), true);
        Told answered = new Told();
        RunSubmitToolOutputsParams outputs = outputs(asked.last.asThreadRunRequiresAction().data());
        try (var stream = client.beta().threads().runs().submitToolOutputsStreaming(outputs)) {
            stream.stream().forEach(answered::hear);
        }
        is(answered.last.isThreadRunCompleted(), true);
        var newest = MessageListParams.builder().threadId(thread.id()).limit(1).build();
        var message = client.beta().threads().messages().list(newest).data().get(0);
        is(answered.text.toString(), message.content().get(0).asText().text().value());
    }

    static void seesEveryEnding() throws Exception {
        for (var expected : Map.of(
                "hello", RunStatus.COMPLETED,
                "server-error", RunStatus.FAILED,
                "max-completion-tokens", RunStatus.INCOMPLETE,
                "cancelled-by-service", RunStatus.CANCELLED,
                "expires", RunStatus.REQUIRES_ACTION).entrySet()) {
            is(poll(ask(expected.getKey())).status(), expected.getValue());
        }
    }

    static void cancels() throws Exception {
        Run run = ask("busy-thread");
        try {
            say(run.threadId(), "Hurry!");
            throw new AssertionError("the thread was not locked");
        } catch (BadRequestException refused) {
            String text = "Can't add messages to " + run.threadId() + " while a run " + run.id() + " is active.";
            is(refused.getMessage().contains(text), true);
        }
        client.beta().threads().runs().cancel(
                RunCancelParams.builder().threadId(run.threadId()).runId(run.id()).build());
        is(poll(run).status(), RunStatus.CANCELLED);
    }

    static void walksPages() {
        Thread thread = newThread();
        for (int n = 1; n < 25; n++) say(thread.id(), "Message " + n);
        var ten = MessageListParams.builder().threadId(thread.id()).limit(10).build();
        is(client.beta().threads().messages().list(ten).autoPager().stream().count(), 25L);
    }

    static void say(String thread, String text) {
        client.beta().threads().messages().create(MessageCreateParams.builder()
                .threadId(thread).role(MessageCreateParams.Role.USER).content(text).build());
    }

    static Thread newThread() {
        return client.beta().threads().create(ThreadCreateParams.builder()
                .addMessage(ThreadCreateParams.Message.builder()
                        .role(ThreadCreateParams.Message.Role.USER)
                        .content("How is the weather?")
                        .build())
                .build());
    }

    static RunCreateParams params(Thread thread, String scenario) {
        return RunCreateParams.builder()
                .threadId(thread.id())
                .assistantId(assistant.id())
                .metadata(RunCreateParams.Metadata.builder()
                        .putAdditionalProperty("emulator_scenario", JsonValue.from(scenario)).build())
                .build();
    }

    static Run ask(String scenario) {
        return client.beta().threads().runs().create(params(newThread(), scenario));
    }

    /** This client has no poll helper for runs. */
    static Run poll(Run run) throws Exception {
        for (int reads = 0; reads < 100; reads++) {
            Run read = client.beta().threads().runs().retrieve(
                    RunRetrieveParams.builder().threadId(run.threadId()).runId(run.id()).build());
            if (!List.of(RunStatus.QUEUED, RunStatus.IN_PROGRESS, RunStatus.CANCELLING).contains(read.status())) return read;
            java.lang.Thread.sleep(10);
        }
        throw new AssertionError("the run does not rest");
    }

    static RunSubmitToolOutputsParams outputs(Run run) {
        var outputs = RunSubmitToolOutputsParams.builder().threadId(run.threadId()).runId(run.id());
        for (var call : run.requiredAction().get().submitToolOutputs().toolCalls()) {
            outputs.addToolOutput(RunSubmitToolOutputsParams.ToolOutput.builder()
                    .toolCallId(call.id()).output("sunny").build());
        }
        return outputs.build();
    }

    static class Told {
        AssistantStreamEvent last;
        StringBuilder text = new StringBuilder();

        void hear(AssistantStreamEvent event) {
            last = event;
            if (!event.isThreadMessageDelta()) return;
            var content = event.asThreadMessageDelta().data().delta().content().get();
            text.append(content.get(0).asText().text().get().value().get());
        }
    }

    static void is(Object actual, Object expected) {
        if (!Objects.equals(actual, expected)) throw new AssertionError(actual + ", not " + expected);
    }

    static void ok(String story) {
        System.out.println("ok " + story);
    }
}
