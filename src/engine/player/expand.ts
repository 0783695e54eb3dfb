import type { Line } from '../../scenario/scenario.ts'
import { messageActs } from './message.ts'
import type { Act } from './play.ts'
import { statusActs } from './status.ts'
import { forcedCall, toolCallActs } from './tools.ts'
import { promptTokens, type Turn } from './turn.ts'

/** What a line of a script makes the run do now; `again` if the line is to be read once more afterwards. */
export function expand(line: Line, turn: Turn): { acts: Act[]; again: boolean } {
  const wait: Act[] = line.after ? [{ act: 'wait', wait: line.after }] : []
  switch (line.do) {
    case 'wait':
      return { acts: wait, again: false }
    case 'hold':
      return { acts: [...started(turn), ...wait, { act: 'hold' }], again: false }
    case 'events':
      return {
        acts: [...started(turn), ...wait, ...line.events.map((event): Act => ({ act: 'emit', event }))],
        again: false,
      }
    case 'status': {
      const needsStart = line.status === 'completed' || line.status === 'incomplete'
      return {
        acts: [...(needsStart ? started(turn) : []), ...wait, ...statusActs(line, turn.state.run.status)],
        again: false,
      }
    }
    case 'message':
    case 'tool_calls':
      return modelTurn(line, wait, turn)
  }
}

function modelTurn(
  line: Line & { do: 'message' | 'tool_calls' },
  wait: Act[],
  turn: Turn,
): { acts: Act[]; again: boolean } {
  if (line.do === 'tool_calls' && turn.state.run.tool_choice === 'none') return { acts: [], again: false }
  const tokens = promptTokens(turn)
  if (tokens === undefined)
    return {
      acts: [...started(turn), { act: 'send', command: { type: 'truncate', reason: 'max_prompt_tokens' } }],
      again: false,
    }
  const asked = line.do === 'message' ? forcedCall(turn) : undefined
  if (asked)
    return {
      acts: [...started(turn), ...toolCallActs({ do: 'tool_calls', calls: [asked] }, tokens, turn)],
      again: true,
    }
  const acts = line.do === 'message' ? messageActs(line, tokens, turn) : toolCallActs(line, tokens, turn)
  return { acts: [...started(turn), ...wait, ...acts], again: false }
}

/** A run that is still queued when something is to be written starts by itself. */
function started({ state }: Turn): Act[] {
  return state.run.status === 'queued' ? [{ act: 'send', command: { type: 'start' } }] : []
}
