// The official Go client, told only the base URL by its environment. Prints `ok NAME` for each story; ends at the first that is wrong.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/packages/ssestream"
	"github.com/openai/openai-go/v3/shared"
)

var (
	ctx       = context.Background()
	client    = openai.NewClient()
	threads   = client.Beta.Threads
	assistant *openai.Assistant
)

func main() {
	created, err := client.Beta.Assistants.New(ctx, openai.BetaAssistantNewParams{
		Model:        "gpt-4o",
		Instructions: openai.String("Be brief."),
		Tools: []openai.AssistantToolUnionParam{{OfFunction: &openai.FunctionToolParam{
			Function: shared.FunctionDefinitionParam{Name: "get_weather"},
		}}},
	})
	must(err)
	assistant = created
	for _, story := range []struct {
		name string
		tell func()
	}{
		{"polls_through_a_tool_call", pollsThroughAToolCall},
		{"streams_through_a_tool_call", streamsThroughAToolCall},
		{"sees_every_ending", seesEveryEnding},
		{"cancels", cancels},
		{"uploads_and_searches", uploadsAndSearches},
		{"walks_pages", walksPages},
	} {
		story.tell()
		fmt.Println("ok", story.name)
	}
}

func pollsThroughAToolCall() {
	run := poll(ask("tool-call"))
	is(run.Status, openai.RunStatusRequiresAction)
	run, err := threads.Runs.SubmitToolOutputs(ctx, run.ThreadID, run.ID, outputs(run))
	must(err)
	run = poll(run)
	is(run.Status, openai.RunStatusCompleted)
	steps, err := threads.Runs.Steps.List(ctx, run.ThreadID, run.ID, openai.BetaThreadRunStepListParams{Order: "asc"})
	must(err)
	is(steps.Data[0].StepDetails.ToolCalls[0].Function.Output, "sunny")
	is(run.Usage.TotalTokens, steps.Data[0].Usage.TotalTokens+steps.Data[1].Usage.TotalTokens)
}

func streamsThroughAToolCall() {
	thread := newThread()
	params := openai.BetaThreadRunNewParams{AssistantID: assistant.ID, Metadata: scenario("tool-call")}
	_, last := follow(threads.Runs.NewStreaming(ctx, thread.ID, params))
	is(last.Event, "thread.run.requires_action")
	run, err := threads.Runs.Get(ctx, thread.ID, last.Data.ID)
	must(err)
	text, last := follow(threads.Runs.SubmitToolOutputsStreaming(ctx, thread.ID, run.ID, outputs(run)))
	is(last.Event, "thread.run.completed")
	is(text, answer(thread.ID))
}

func seesEveryEnding() {
	for name, status := range map[string]openai.RunStatus{
		"hello":                 openai.RunStatusCompleted,
		"server-error":          openai.RunStatusFailed,
		"max-completion-tokens": openai.RunStatusIncomplete,
		"cancelled-by-service":  openai.RunStatusCancelled,
		"expires":               openai.RunStatusRequiresAction,
	} {
		is(poll(ask(name)).Status, status)
	}
}

func cancels() {
	run := ask("busy-thread")
	_, err := threads.Messages.New(ctx, run.ThreadID, openai.BetaThreadMessageNewParams{
		Role:    openai.BetaThreadMessageNewParamsRoleUser,
		Content: openai.BetaThreadMessageNewParamsContentUnion{OfString: openai.String("Hurry!")},
	})
	var refused *openai.Error
	if !errors.As(err, &refused) {
		panic("the thread was not locked")
	}
	is(refused.StatusCode, 400)
	is(refused.Message, fmt.Sprintf("Can't add messages to %s while a run %s is active.", run.ThreadID, run.ID))
	_, err = threads.Runs.Cancel(ctx, run.ThreadID, run.ID)
	must(err)
	is(poll(run).Status, openai.RunStatusCancelled)
}

func uploadsAndSearches() {
	store, err := client.VectorStores.New(ctx, openai.VectorStoreNewParams{Name: openai.String("foods")})
	must(err)
	food := strings.NewReader("Filip's favourite food is cake with cherries.")
	file, err := client.Files.New(ctx, openai.FileNewParams{
		File:    openai.File(food, "foods.txt", "text/plain"),
		Purpose: openai.FilePurposeAssistants,
	})
	must(err)
	_, err = client.VectorStores.Files.New(ctx, store.ID, openai.VectorStoreFileNewParams{FileID: file.ID})
	must(err)
	taken, err := client.VectorStores.Files.PollStatus(ctx, store.ID, file.ID, 0)
	must(err)
	is(taken.Status, openai.VectorStoreFileStatusCompleted)
	found, err := client.VectorStores.Search(ctx, store.ID, openai.VectorStoreSearchParams{
		Query: openai.VectorStoreSearchParamsQueryUnion{OfString: openai.String("favourite food")},
	})
	must(err)
	is(strings.Contains(found.Data[0].Content[0].Text, "cherries"), true)
}

func walksPages() {
	thread := newThread()
	for n := range 24 {
		_, err := threads.Messages.New(ctx, thread.ID, openai.BetaThreadMessageNewParams{
			Role:    openai.BetaThreadMessageNewParamsRoleUser,
			Content: openai.BetaThreadMessageNewParamsContentUnion{OfString: openai.String(fmt.Sprint(n))},
		})
		must(err)
	}
	pager := threads.Messages.ListAutoPaging(ctx, thread.ID, openai.BetaThreadMessageListParams{Limit: openai.Int(10)})
	n := 0
	for pager.Next() {
		n++
	}
	must(pager.Err())
	is(n, 25)
}

func newThread() *openai.Thread {
	thread, err := threads.New(ctx, openai.BetaThreadNewParams{Messages: []openai.BetaThreadNewParamsMessage{{
		Role:    "user",
		Content: openai.BetaThreadNewParamsMessageContentUnion{OfString: openai.String("How is the weather?")},
	}}})
	must(err)
	return thread
}

func scenario(name string) shared.Metadata {
	return shared.Metadata{"emulator_scenario": name}
}

func ask(name string) *openai.Run {
	params := openai.BetaThreadRunNewParams{AssistantID: assistant.ID, Metadata: scenario(name)}
	run, err := threads.Runs.New(ctx, newThread().ID, params)
	must(err)
	return run
}

// This client has no poll helper for runs.
func poll(run *openai.Run) *openai.Run {
	for range 100 {
		read, err := threads.Runs.Get(ctx, run.ThreadID, run.ID)
		must(err)
		switch read.Status {
		case openai.RunStatusQueued, openai.RunStatusInProgress, openai.RunStatusCancelling:
			time.Sleep(10 * time.Millisecond)
		default:
			return read
		}
	}
	panic("the run does not rest")
}

func outputs(run *openai.Run) openai.BetaThreadRunSubmitToolOutputsParams {
	var given []openai.BetaThreadRunSubmitToolOutputsParamsToolOutput
	for _, call := range run.RequiredAction.SubmitToolOutputs.ToolCalls {
		given = append(given, openai.BetaThreadRunSubmitToolOutputsParamsToolOutput{
			ToolCallID: openai.String(call.ID),
			Output:     openai.String("sunny"),
		})
	}
	return openai.BetaThreadRunSubmitToolOutputsParams{ToolOutputs: given}
}

func follow(stream *ssestream.Stream[openai.AssistantStreamEventUnion]) (text string, last openai.AssistantStreamEventUnion) {
	for stream.Next() {
		last = stream.Current()
		if told, ok := last.AsAny().(openai.AssistantStreamEventThreadMessageDelta); ok {
			text += told.Data.Delta.Content[0].Text.Value
		}
	}
	must(stream.Err())
	return text, last
}

func answer(thread string) string {
	page, err := threads.Messages.List(ctx, thread, openai.BetaThreadMessageListParams{Limit: openai.Int(1)})
	must(err)
	return page.Data[0].Content[0].Text.Value
}

func is[T comparable](actual, expected T) {
	if actual != expected {
		panic(fmt.Sprintf("%v, not %v", actual, expected))
	}
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
