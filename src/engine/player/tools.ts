import type { Command } from '../../run/commands.ts'
import { defaultRanker } from '../../run/normalise.ts'
import type { FileSearchResult, ToolCall } from '../../run/objects.ts'
import { split } from '../../run/tokens.ts'
import { inventArguments, likelyFunction } from '../../scenario/invent/invent.ts'
import type { Call, SearchResult, ToolCallsLine } from '../../scenario/scenario.ts'
import { deriveFileId } from '../ids.ts'
import type { Act } from './play.ts'
import { budget, prompt, type Turn, turnUsage } from './turn.ts'

/**
 * A model turn that calls tools: one step, its calls in pieces. Functions wait for the client; with `parallel_tool_calls: false`
 * each call is a step and a round of its own (decisions 11).
 */
export function toolCallActs(line: ToolCallsLine, promptTokens: number, turn: Turn): Act[] {
  const calls = forced(line.calls ?? inventedCalls(turn), turn)
  const rounds = turn.state.run.parallel_tool_calls ? [calls] : calls.map((call) => [call])
  let spent = 0
  return rounds
    .filter((round) => round.length > 0)
    .flatMap((round, n) => {
      const acts = roundActs(round, line, promptTokens, turn, spent)
      spent += acts.tokens
      return n === 0 ? acts.list : [...resume(rounds[n - 1]!), ...acts.list]
    })
}

const asksClient = (calls: Call[]) => calls.some(({ type }) => type === 'function')

/** After outputs the run is queued and starts again. */
const resume = (before: Call[]): Act[] => (asksClient(before) ? [{ act: 'send', command: { type: 'start' } }] : [])

function roundActs(
  calls: Call[],
  line: ToolCallsLine,
  promptTokens: number,
  turn: Turn,
  before: number,
): { list: Act[]; tokens: number } {
  const list: Act[] = [{ act: 'send', command: { type: 'open_tool_calls' } }]
  const limit = (budget(turn) ?? Infinity) - before
  const finished: ToolCall[] = []
  let tokens = 0
  for (const [index, call] of calls.entries()) {
    const id = turn.newCallId()
    const pieces = callPieces(call, turn)
    const { opening, fragments, final } = callDeltas(call, id, index, pieces, turn)
    const fitting = fragments.slice(0, Math.max(0, limit - tokens))
    tokens += fitting.length
    list.push(
      ...[opening, ...fitting].map((delta): Act => ({
        act: 'send',
        command: { type: 'append_tool_call', delta } as Command,
      })),
    )
    if (fitting.length < pieces.length) {
      list.push({
        act: 'send',
        command: { type: 'truncate', reason: 'max_completion_tokens', usage: turnUsage(promptTokens, tokens) },
      })
      return { list, tokens }
    }
    list.push(
      ...final.deltas.map((delta): Act => ({ act: 'send', command: { type: 'append_tool_call', delta } as Command })),
    )
    finished.push(final.call)
  }
  const usage = turnUsage(promptTokens, tokens, line.usage)
  if (asksClient(calls)) list.push({ act: 'require_action', usage })
  else list.push({ act: 'send', command: { type: 'close_tool_calls', usage, tool_calls: finished } })
  return { list, tokens }
}

type Delta = Extract<Command, { type: 'append_tool_call' }>['delta']

/** What the model writes for this call, in tokens: they are counted, and streamed one a delta. */
function callPieces(call: Call, turn: Turn): string[] {
  switch (call.type) {
    case 'function':
      return split(call.arguments ?? inventArguments(prompt(turn), call.name, turn.state.run.tools))
    case 'code_interpreter':
      return split(call.input ?? 'print("an invented calculation")')
    case 'file_search':
      return []
  }
}

function callDeltas(
  call: Call,
  id: string,
  index: number,
  pieces: string[],
  turn: Turn,
): { opening: Delta; fragments: Delta[]; final: { call: ToolCall; deltas: Delta[] } } {
  switch (call.type) {
    case 'function':
      return {
        opening: { index, id, type: 'function', function: { name: call.name, arguments: '', output: null } },
        fragments: pieces.map((piece): Delta => ({ index, type: 'function', function: { arguments: piece } })),
        final: {
          call: { id, type: 'function', function: { name: call.name, arguments: pieces.join(''), output: null } },
          deltas: [],
        },
      }
    case 'code_interpreter': {
      const outputs = call.outputs.map((output, n) => ({ index: n, ...output }))
      return {
        opening: { index, id, type: 'code_interpreter', code_interpreter: { input: '', outputs: [] } },
        fragments: pieces.map((piece): Delta => ({
          index,
          type: 'code_interpreter',
          code_interpreter: { input: piece },
        })),
        final: {
          call: { id, type: 'code_interpreter', code_interpreter: { input: pieces.join(''), outputs: call.outputs } },
          deltas: outputs.length > 0 ? [{ index, type: 'code_interpreter', code_interpreter: { outputs } }] : [],
        },
      }
    }
    case 'file_search': {
      const ranking_options = { ranker: defaultRanker, score_threshold: 0 }
      const results = (call.results ?? []).map((result) => searchResult(result, turn))
      return {
        opening: { index, id, type: 'file_search', file_search: { ranking_options, results: [] } },
        fragments: [],
        final: { call: { id, type: 'file_search', file_search: { ranking_options, results } }, deltas: [] },
      }
    }
  }
}

function searchResult({ file_id, file_name, score, text }: SearchResult, { state: { run } }: Turn): FileSearchResult {
  return {
    file_id: file_id ?? deriveFileId(run.id, file_name),
    file_name,
    score,
    attributes: {},
    content: [{ type: 'text', text }],
  }
}

function inventedCalls(turn: Turn): Call[] {
  const { tools } = turn.state.run
  const name = likelyFunction(prompt(turn).question, tools)
  return name === undefined ? [] : [{ type: 'function', name, arguments: null }]
}

/** In the first turn `tool_choice` beats the script: a named tool is called, and `required` wants some call (decisions 11). */
function forced(calls: Call[], turn: Turn): Call[] {
  const wanted = forcedCall(turn)
  if (!wanted) return calls
  const { tool_choice } = turn.state.run
  if (tool_choice === 'required') return calls.length > 0 ? calls : [wanted]
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
      const name =
        typeof tool_choice === 'object' && tool_choice.type === 'function'
          ? tool_choice.function.name
          : likelyFunction(prompt(turn).question, tools)!
      return { type, name, arguments: null }
    }
    case 'code_interpreter':
      return { type, input: null, outputs: [] }
    case 'file_search':
      return { type, results: null }
    default:
      return undefined
  }
}
