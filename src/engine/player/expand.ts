import { ApiError } from '../../run/api_error.ts'
import { holds } from '../../scenario/conditions.ts'
import type { Line } from '../../scenario/scenario.ts'
import { renderDeep } from '../../scenario/template.ts'
import { messageActs } from './message.ts'
import { type Act, comesNext, pass } from './play.ts'
import { statusActs } from './status.ts'
import { forcedCall, looksIntoFiles, toolCallActs } from './tools.ts'
import { promptTokens, type Turn } from './turn.ts'
import { waitAct } from './waits.ts'

/** What the next line of a script makes the run do now. Goes past the line, unless it is to be read once more afterwards. */
export function expand(line: Line, turn: Turn): Act[] {
  const wait = (): Act[] => (line.after ? [waitAct(line.after, turn)] : [])
  switch (line.do) {
    case 'message':
    case 'tool_calls':
      return modelTurn(line, wait, turn)
    case 'if':
      return branch(line, turn)
  }
  pass(turn.play)
  switch (line.do) {
    case 'wait':
      return wait()
    case 'hold':
      return [...started(turn), ...wait(), { act: 'hold' }]
    case 'gate':
      return [...wait(), { act: 'gate', gate: line.gate }]
    case 'events':
      return [
        ...started(turn),
        ...wait(),
        ...line.events.map((event): Act => ({ act: 'emit', event: renderDeep(event, turn.scope) })),
      ]
    case 'status': {
      const needsStart = line.status === 'completed' || line.status === 'incomplete'
      return [...(needsStart ? started(turn) : []), ...wait(), ...statusActs(line, turn.state.run.status, turn)]
    }
  }
}

/** In the first turn `tool_choice` may demand a call before the script's own turn; the line is then read again (decisions 11). */
function modelTurn(line: Line & { do: 'message' | 'tool_calls' }, wait: () => Act[], turn: Turn): Act[] {
  const { play, state } = turn
  if (line.do === 'tool_calls' && state.run.tool_choice === 'none') {
    pass(play)
    return []
  }
  const tokens = promptTokens(turn)
  if (tokens === undefined)
    return [...started(turn), { act: 'send', command: { type: 'truncate', reason: 'max_prompt_tokens' } }]
  const files = looksIntoFiles(line, turn) ? filesAreReady(turn) : undefined
  if (files) return [...started(turn), ...files]
  const demanded = line.do === 'message' ? forcedCall(turn) : undefined
  if (!demanded) pass(play)
  const acts = demanded
    ? toolCallActs({ do: 'tool_calls', calls: [demanded] }, tokens, turn)
    : line.do === 'message'
      ? messageActs(line, tokens, turn)
      : toolCallActs(line, tokens, turn)
  if (acts.length > 0) play.turns++
  return [...started(turn), ...(demanded ? [] : wait()), ...acts]
}

/** Acts that come first, if any: files that are still being taken in are waited for, and an expired vector store ends the run. */
function filesAreReady(turn: Turn): Act[] | undefined {
  const { run } = turn.state
  const { expired, pause } = turn.reach().readiness(run, turn.now)
  if (expired) {
    const last_error = {
      code: 'server_error',
      message: new ApiError('vector_store_expired', { id: expired.id }).message,
    }
    return [{ act: 'send', command: { type: 'fail', last_error } }]
  }
  return pause > 0 ? [{ act: 'wait', wait: { ms: pause } }] : undefined
}

/** Puts the lines of the branch that is taken on top. What reacts to tool outputs goes with `tool_choice: none`. */
function branch(line: Line & { do: 'if' }, { play, state, view }: Turn): Act[] {
  pass(play)
  const reacts = line.if.some((set) => set.some(({ about }) => about === 'tool_output'))
  if (reacts && state.run.tool_choice === 'none') return []
  const around = view()
  const taken = line.if.some((set) => set.every((condition) => holds(condition, around)))
  comesNext(play, taken ? line.then : line.else)
  return []
}

/** A run that is still queued when something is to be written starts by itself. */
function started({ state }: Turn): Act[] {
  return state.run.status === 'queued' ? [{ act: 'send', command: { type: 'start' } }] : []
}
