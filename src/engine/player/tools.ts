import type { Call, Line, ToolCallsLine } from '../../scenario/scenario.ts'
import { likelyFunction } from '../../scenario/invent/invent.ts'
import { renderDeep } from '../../scenario/template.ts'
import { type Delta, streamedCall } from './calls.ts'
import { type Act, comesNext } from './play.ts'
import { budget, prompt, type Turn, turnUsage } from './turn.ts'

/**
 * A model turn that calls tools: one step, its calls in pieces. Functions wait for the client; with `parallel_tool_calls: false`
 * each call is a turn of its own, which knows what came of those before (decisions 11).
 */
export function toolCallActs(line: ToolCallsTurn, promptTokens: number, turn: Turn): Act[] {
  const calls = settledCalls(line, turn)
  if (turn.state.run.parallel_tool_calls || calls.length < 2) return callActs(calls, line, promptTokens, turn)
  const { where = '', usage } = line
  comesNext(turn.play, [{ do: 'tool_calls', where, ...(usage && { usage }), calls: calls.slice(1), settled: true }])
  return callActs(calls.slice(0, 1), line, promptTokens, turn)
}

type ToolCallsTurn = ToolCallsLine & { where?: string }

function settledCalls({ calls, settled }: ToolCallsLine, turn: Turn): Call[] {
  if (settled) return calls ?? []
  return forced(calls ? renderDeep(calls, turn.scope) : inventedCalls(turn), turn)
}

const append = (delta: Delta): Act => ({ act: 'send', command: { type: 'append_tool_call', delta } })

/** One step. */
function callActs(calls: Call[], line: ToolCallsLine, promptTokens: number, turn: Turn): Act[] {
  if (calls.length === 0) return []
  const limit = budget(turn) ?? Infinity
  let spent = 0
  const acts: Act[] = [{ act: 'send', command: { type: 'open_tool_calls' } }]
  const streamed = calls.map((call, index) => streamedCall(call, index, turn))
  for (const { opening, fragments, outcome } of streamed) {
    acts.push(append(opening))
    for (const { delta, tokens } of fragments) {
      if (spent + tokens > limit) {
        const usage = turnUsage(promptTokens, spent, { ...line.usage, completion_tokens: undefined })
        return [...acts, { act: 'send', command: { type: 'truncate', reason: 'max_completion_tokens', usage } }]
      }
      spent += tokens
      if (delta) acts.push(append(delta))
    }
    acts.push(...outcome.map(append))
  }
  const usage = turnUsage(promptTokens, spent, line.usage)
  if (calls.some(({ type }) => type === 'function')) return [...acts, { act: 'require_action', usage }]
  const tool_calls = streamed.map(({ call }) => call)
  return [...acts, { act: 'send', command: { type: 'close_tool_calls', usage, tool_calls } }]
}

/** Whether this turn looks into files, not into what its script says. */
export function looksIntoFiles(line: Line & { do: 'message' | 'tool_calls' }, turn: Turn): boolean {
  const calls =
    line.do === 'tool_calls' ? forced(line.calls ?? inventedCalls(turn), turn) : [forcedCall(turn)].filter(Boolean)
  return calls.some((call) => call?.type === 'file_search' && call.results === null)
}

/** A function where one is offered, else a search where there are files to search. */
function inventedCalls(turn: Turn): Call[] {
  const { tools } = turn.state.run
  const name = likelyFunction(prompt(turn).question, tools)
  if (name !== undefined) return [{ type: 'function', name, arguments: null }]
  const searches = tools.some(({ type }) => type === 'file_search') && turn.reach().searchable
  return searches ? [{ type: 'file_search', results: null }] : []
}

/** In the first turn `tool_choice` beats the script: a named tool is called, and `required` wants some call (decisions 11). */
function forced(calls: Call[], turn: Turn): Call[] {
  const wanted = forcedCall(turn)
  if (!wanted) return calls
  if (turn.state.run.tool_choice === 'required') return calls.length > 0 ? calls : [wanted]
  const fitting = calls.filter(
    (call) =>
      call.type === wanted.type &&
      (call.type !== 'function' || wanted.type !== 'function' || call.name === wanted.name),
  )
  return fitting.length > 0 ? fitting : [wanted]
}

/** The call that `tool_choice` demands of the run's first turn, if it does. */
export function forcedCall(turn: Turn): Call | undefined {
  const { tool_choice, tools } = turn.state.run
  if (turn.play.turns > 0 || tool_choice === 'auto' || tool_choice === 'none') return undefined
  const type =
    tool_choice === 'required' ? (tools.find((tool) => tool.type === 'function') ?? tools[0])?.type : tool_choice.type
  switch (type) {
    case 'function': {
      const named =
        typeof tool_choice === 'object' && tool_choice.type === 'function' ? tool_choice.function.name : undefined
      return { type, name: named ?? likelyFunction(prompt(turn).question, tools)!, arguments: null }
    }
    case 'code_interpreter':
      return { type, input: null, outputs: [] }
    case 'file_search':
      return { type, results: null }
    default:
      return undefined
  }
}
