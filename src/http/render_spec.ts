import type { Assistant, Run, RunStep, StepDetails, Tool, ToolCall, Usage } from '../run/objects.ts'

/**
 * The objects as the OpenAPI document has them, where that differs from what the service sent (protocol.md §2, §5.9). That the
 * official client's types accept them is proven by a test.
 */

export function specAssistant({ reasoning_effort: _, ...assistant }: Assistant) {
  return { ...assistant, tools: specTools(assistant.tools) }
}

export function specRun({ tool_resources: _, reasoning_effort: __, ...run }: Run) {
  return {
    ...run,
    instructions: run.instructions ?? '',
    tools: specTools(run.tools),
    usage: specUsage(run.usage),
  }
}

export function specStep({ expires_at, ...step }: RunStep) {
  return {
    ...step,
    expired_at: step.status === 'expired' ? expires_at : null,
    metadata: {},
    step_details: specDetails(step.step_details),
    usage: specUsage(step.usage),
  }
}

function specTools(tools: Tool[]): Tool[] {
  return tools.map((tool) => {
    if (tool.type !== 'file_search' || !tool.file_search?.ranking_options) return tool
    const { hybrid_search: _, ...ranking_options } = tool.file_search.ranking_options
    return { type: 'file_search', file_search: { ...tool.file_search, ranking_options } }
  })
}

function specDetails(details: StepDetails) {
  return details.type === 'message_creation'
    ? details
    : { type: details.type, tool_calls: details.tool_calls.map(specCall) }
}

function specCall(call: ToolCall) {
  if (call.type !== 'file_search') return call
  const results = call.file_search.results?.map(({ attributes: _, ...result }) => result) ?? []
  return { ...call, file_search: { ...call.file_search, results } }
}

function specUsage(usage: Usage | null) {
  if (!usage) return null
  const { prompt_tokens, completion_tokens, total_tokens } = usage
  return { prompt_tokens, completion_tokens, total_tokens }
}
