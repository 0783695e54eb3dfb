import type { Command } from '../../run/commands.ts'
import { defaultRanker } from '../../run/normalise.ts'
import type { FileSearchResult, ToolCall } from '../../run/objects.ts'
import { inventArguments } from '../../scenario/invent/invent.ts'
import type { Call, SearchResult } from '../../scenario/scenario.ts'
import type { Token } from '../../scenario/tokenizer.ts'
import { deriveFileId } from '../ids.ts'
import { fileSearch } from '../vector_stores/reach.ts'
import { prompt, type Turn } from './turn.ts'

export type Delta = Extract<Command, { type: 'append_tool_call' }>['delta']

/** How a call is streamed: it opens, then comes in fragments that cost tokens, then perhaps with what it has found out. */
export interface StreamedCall {
  opening: Delta
  /** One without a delta is written by the model and not told, such as what it searches for. */
  fragments: { delta?: Delta; tokens: number }[]
  outcome: Delta[]
  /** The call as it stands in the finished step. */
  call: ToolCall
}

export function streamedCall(call: Call, index: number, turn: Turn): StreamedCall {
  const id = turn.newCallId()
  switch (call.type) {
    case 'function':
      return functionCall(call, id, index, turn)
    case 'code_interpreter':
      return codeInterpreterCall(call, id, index, turn)
    case 'file_search':
      return fileSearchCall(call, id, index, turn)
  }
}

function functionCall(
  { name, arguments: given }: Call & { type: 'function' },
  id: string,
  index: number,
  turn: Turn,
): StreamedCall {
  const text =
    given === null
      ? inventArguments(prompt(turn), name, turn.state.run.tools)
      : typeof given === 'string'
        ? given
        : JSON.stringify(given)
  return {
    opening: { index, id, type: 'function', function: { name, arguments: '', output: null } },
    fragments: fragments(turn.split(text), (value) => ({ index, type: 'function', function: { arguments: value } })),
    outcome: [],
    call: { id, type: 'function', function: { name, arguments: text, output: null } },
  }
}

function codeInterpreterCall(
  { input, outputs }: Call & { type: 'code_interpreter' },
  id: string,
  index: number,
  turn: Turn,
): StreamedCall {
  const code = input ?? 'print("an invented calculation")'
  const told = outputs.map((output, n) => ({ index: n, ...output }))
  return {
    opening: { index, id, type: 'code_interpreter', code_interpreter: { input: '', outputs: [] } },
    fragments: fragments(turn.split(code), (value) => ({
      index,
      type: 'code_interpreter',
      code_interpreter: { input: value },
    })),
    outcome: told.length > 0 ? [{ index, type: 'code_interpreter', code_interpreter: { outputs: told } }] : [],
    call: { id, type: 'code_interpreter', code_interpreter: { input: code, outputs } },
  }
}

/**
 * One delta without results; they are in the finished step (protocol.md §5.2). What the script does not give is searched for. The query
 * costs tokens, though nobody is told it: a search was recorded with 20 (openai-dotnet/FileSearchStreamingWorks).
 */
function fileSearchCall(
  { results, ranking_options: asked }: Call & { type: 'file_search' },
  id: string,
  index: number,
  turn: Turn,
): StreamedCall {
  const { run } = turn.state
  const offered = fileSearch(run.tools)?.ranking_options
  const ranking_options = {
    ranker: asked?.ranker ?? offered?.ranker ?? defaultRanker,
    score_threshold: asked?.score_threshold ?? offered?.score_threshold ?? 0,
  }
  const { question } = prompt(turn)
  const found = results ? results.map((result) => searchResult(result, turn)) : turn.reach().search(question, run)
  return {
    opening: { index, id, type: 'file_search', file_search: { ranking_options, results: [] } },
    fragments: turn.split(JSON.stringify({ queries: [question] })).map(({ tokens }) => ({ tokens })),
    outcome: [],
    call: { id, type: 'file_search', file_search: { ranking_options, results: found } },
  }
}

function searchResult({ file_id, file_name, score, text }: SearchResult, turn: Turn): FileSearchResult {
  return {
    file_id: file_id ?? fileId(file_name, turn),
    file_name,
    score,
    attributes: {},
    content: [{ type: 'text', text }],
  }
}

/** The uploaded file of this name; where there is none, an id that stays the same within the run. */
export function fileId(name: string, { state: { run }, reach }: Turn): string {
  return reach().fileId(name) ?? deriveFileId(run.id, name)
}

function fragments(tokens: Token[], toDelta: (value: string) => Delta): StreamedCall['fragments'] {
  return tokens.map(({ value, tokens: cost }) => ({ delta: toDelta(value), tokens: cost }))
}
