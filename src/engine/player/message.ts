import type { Command } from '../../run/commands.ts'
import type { MessageLine, Part, Speed } from '../../scenario/scenario.ts'
import { render, renderDeep } from '../../scenario/template.ts'
import { fileId } from './calls.ts'
import { inventedText } from './invented.ts'
import { citedName, count, cut, type Piece, regroup, textPieces } from './pieces.ts'
import type { Act } from './play.ts'
import { statusActs } from './status.ts'
import { budget, type Turn, turnUsage } from './turn.ts'
import { waitAct } from './waits.ts'

/** A model turn that talks: one step, one message, a delta a piece, cut where the run's completion tokens end. */
export function messageActs(line: MessageLine, promptTokens: number, turn: Turn): Act[] {
  const acts: Act[] = [send({ type: 'open_message' })]
  const limit = budget(turn) ?? Infinity
  const pause = pacing(line.speed, turn)
  let spent = 0
  let block = ''
  const say = (pieces: Piece[], append: (piece: Piece) => Command): boolean => {
    const fitting = cut(pieces, limit - spent)
    for (const piece of regroup(fitting, line.speed?.by ?? 'token')) {
      const wait = pause()
      if (wait) acts.push(wait)
      acts.push(send(append(piece)))
      block += piece.value
    }
    spent += count(fitting)
    return fitting.length < pieces.length
  }
  for (const part of line.content ?? [inventedText(turn)]) {
    switch (part.part) {
      case 'text': {
        const pieces = textPieces(render(part.text, turn.scope), renderDeep(part.annotations, turn.scope), {
          split: turn.split,
          before: block,
          fileId: (marker) => fileId(citedName(marker), turn),
        })
        const isCut = say(pieces, ({ value, annotation }) =>
          annotation ? { type: 'append_text', value, annotations: [annotation] } : { type: 'append_text', value },
        )
        if (isCut) return [...acts, cutOff(promptTokens, spent, line)]
        break
      }
      case 'refusal':
        if (say(turn.split(render(part.refusal, turn.scope)), ({ value }) => ({ type: 'append_refusal', value })))
          return [...acts, cutOff(promptTokens, spent, line)]
        break
      case 'status':
        return [...acts, ...statusActs(part.line, 'in_progress', turn, turnUsage(promptTokens, spent, line.usage))]
      case 'wait':
        acts.push(waitAct(part.after, turn))
        break
      case 'events':
        acts.push(...part.events.map((event): Act => ({ act: 'emit', event: renderDeep(event, turn.scope) })))
        break
      case 'hold':
        acts.push({ act: 'hold' })
        break
      case 'gate':
        acts.push({ act: 'gate', gate: part.gate })
        break
      default:
        acts.push(image(renderDeep(part, turn.scope)))
        block = ''
    }
  }
  return [...acts, send({ type: 'close_message', usage: turnUsage(promptTokens, spent, line.usage) })]
}

const send = (command: Command): Act => ({ act: 'send', command })

const cutOff = (promptTokens: number, spent: number, { usage }: MessageLine): Act =>
  send({
    type: 'truncate',
    reason: 'max_completion_tokens',
    usage: turnUsage(promptTokens, spent, { ...usage, completion_tokens: undefined }),
  })

function image(part: Part & { part: 'image_file' | 'image_url' }): Act {
  const content =
    part.part === 'image_file'
      ? ({ type: 'image_file', image_file: { file_id: part.file_id } } as const)
      : ({ type: 'image_url', image_url: { url: part.url } } as const)
  return send({ type: 'append_image', image: content })
}

/** The waits between pieces, the first of which may be longer. */
function pacing(speed: Speed | undefined, turn: Turn): () => Act | undefined {
  let first = true
  return () => {
    const pause = first ? (speed?.first ?? speed?.every) : speed?.every
    first = false
    return pause ? waitAct(pause, turn) : undefined
  }
}
