import type { Annotation } from '../../run/objects.ts'
import type { Command } from '../../run/commands.ts'
import { split } from '../../run/tokens.ts'
import { inventAnswer } from '../../scenario/invent/invent.ts'
import type { AnnotationLine, MessageLine, Part, Speed } from '../../scenario/scenario.ts'
import { deriveFileId } from '../ids.ts'
import type { Act } from './play.ts'
import { statusActs } from './status.ts'
import { budget, prompt, type Turn, turnUsage } from './turn.ts'

/** A piece of text as one delta; a citation's marker is one piece. Tokens is what it counts. */
interface Piece {
  value: string
  tokens: number
  annotation?: Annotation
}

/** A model turn that talks: one step, one message, a delta a piece, cut where the run's completion tokens end. */
export function messageActs(line: MessageLine, promptTokens: number, turn: Turn): Act[] {
  const parts = line.content ?? [inventedPart(turn)]
  const acts: Act[] = [send({ type: 'open_message' })]
  const limit = budget(turn) ?? Infinity
  let spent = 0
  let first = true
  const wait = (speed: Speed | undefined): Act[] => {
    const pause = first ? (speed?.first ?? speed?.every) : speed?.every
    first = false
    return pause ? [{ act: 'wait', wait: pause }] : []
  }
  for (const part of parts) {
    switch (part.part) {
      case 'text':
      case 'refusal': {
        const pieces = part.part === 'text' ? textPieces(part, turn) : plainPieces(part.refusal)
        const fitting = cut(pieces, limit - spent)
        regroup(fitting, line.speed?.by ?? 'token').forEach((piece, n) =>
          acts.push(...wait(line.speed), send(append(part, piece, n === 0))),
        )
        spent += count(fitting)
        if (fitting.length < pieces.length) {
          return [
            ...acts,
            send({
              type: 'truncate',
              reason: 'max_completion_tokens',
              usage: turnUsage(promptTokens, spent, { ...line.usage, completion_tokens: undefined }),
            }),
          ]
        }
        break
      }
      case 'image_file':
        acts.push(send({ type: 'append_image', image: { type: 'image_file', image_file: { file_id: part.file_id } } }))
        break
      case 'image_url':
        acts.push(send({ type: 'append_image', image: { type: 'image_url', image_url: { url: part.url } } }))
        break
      case 'wait':
        acts.push({ act: 'wait', wait: part.after })
        break
      case 'hold':
        acts.push({ act: 'hold' })
        break
      case 'status':
        return [...acts, ...statusActs(part.line, 'in_progress', turnUsage(promptTokens, spent, line.usage))]
    }
  }
  return [...acts, send({ type: 'close_message', usage: turnUsage(promptTokens, spent, line.usage) })]
}

function inventedPart(turn: Turn): Part {
  const { run, steps } = turn.state
  const outputs = steps.flatMap(({ step_details: details }) =>
    details.type === 'tool_calls'
      ? details.tool_calls.flatMap((call) =>
          call.type === 'function' && call.function.output !== null
            ? [{ name: call.function.name, output: call.function.output }]
            : [],
        )
      : [],
  )
  return { part: 'text', text: inventAnswer(prompt(turn), run.response_format, outputs), annotations: [] }
}

const send = (command: Command): Act => ({ act: 'send', command })

function append(part: Part & { part: 'text' | 'refusal' }, { value, annotation }: Piece, opens: boolean): Command {
  const block = opens ? { block: 'new' as const } : {}
  return part.part === 'refusal'
    ? { type: 'append_refusal', value, ...block }
    : { type: 'append_text', value, ...(annotation && { annotations: [annotation] }), ...block }
}

function plainPieces(text: string): Piece[] {
  return split(text).map((value) => ({ value, tokens: 1 }))
}

/** Cuts the text at its citations' markers; offsets count characters (code points), as Python does. */
function textPieces({ text, annotations }: Part & { part: 'text' }, { state: { run } }: Turn): Piece[] {
  const marks = place(text, annotations)
  const pieces: Piece[] = []
  let from = 0
  marks.forEach(({ at, annotation: { type, text: marker, file_id } }) => {
    pieces.push(...plainPieces(text.slice(from, at)))
    const start_index = [...text.slice(0, at)].length
    const range = { text: marker, start_index, end_index: start_index + [...marker].length }
    const file = { file_id: file_id ?? deriveFileId(run.id, fileName(marker)) }
    pieces.push({
      value: marker,
      tokens: 1,
      annotation:
        type === 'file_citation'
          ? { type, ...range, file_citation: { ...file, quote: '' } }
          : { type, ...range, file_path: file },
    })
    from = at + marker.length
  })
  return [...pieces, ...plainPieces(text.slice(from))]
}

/** `【4:0†notes.txt】` speaks of notes.txt, `sandbox:/mnt/data/x.csv` of x.csv. */
function fileName(marker: string): string {
  return /†([^】]+)】/.exec(marker)?.[1] ?? marker.split('/').at(-1)!
}

/** Equal markers are cited one after the other. */
function place(text: string, annotations: AnnotationLine[]): { at: number; annotation: AnnotationLine }[] {
  const next = new Map<string, number>()
  const placed = annotations.map((annotation) => {
    const at = text.indexOf(annotation.text, next.get(annotation.text) ?? 0)
    next.set(annotation.text, at + annotation.text.length)
    return { at, annotation }
  })
  return placed.filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at)
}

function cut(pieces: Piece[], tokens: number): Piece[] {
  return count(pieces) <= tokens ? pieces : pieces.slice(0, Math.max(0, tokens))
}

function count(pieces: Piece[]): number {
  return pieces.reduce((sum, { tokens }) => sum + tokens, 0)
}

/** The same text in larger or smaller pieces: words, or characters. Markers stay whole. */
function regroup(pieces: Piece[], by: Speed['by']): Piece[] {
  if (by === 'token') return pieces
  return chunks(pieces).flatMap((chunk) => {
    if (chunk[0]!.annotation) return chunk
    const text = chunk.map(({ value }) => value).join('')
    const values = by === 'character' ? [...text] : (text.match(/\s*\S+(?:\s+$)?|\s+$/gu) ?? [])
    return values.map((value) => ({ value, tokens: 1 }))
  })
}

function chunks(pieces: Piece[]): Piece[][] {
  const result: Piece[][] = []
  for (const piece of pieces) {
    const last = result.at(-1)
    if (last && !piece.annotation && !last[0]!.annotation) last.push(piece)
    else result.push([piece])
  }
  return result
}
