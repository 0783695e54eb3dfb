import type { Annotation } from '../../run/objects.ts'
import type { AnnotationLine, Speed } from '../../scenario/scenario.ts'
import type { Splitter, Token } from '../../scenario/tokenizer.ts'

/** A piece of text as one delta, and the tokens that it counts; a citation's marker is one piece. */
export interface Piece extends Token {
  annotation?: Annotation
}

export interface Citing {
  split: Splitter
  /** What the block already says: offsets count from the block's start. */
  before: string
  fileId: (marker: string) => string
}

/** Cuts a text at its citations' markers. Offsets count code points, as Python does. */
export function textPieces(text: string, annotations: AnnotationLine[], { split, before, fileId }: Citing): Piece[] {
  if (annotations.length === 0) return split(text)
  const pieces: Piece[] = []
  const offset = length(before)
  let from = 0
  for (const { at, annotation } of place(text, annotations)) {
    const { type, text: marker } = annotation
    const start_index = offset + length(text.slice(0, at))
    const range = { text: marker, start_index, end_index: start_index + length(marker) }
    const file = { file_id: annotation.file_id ?? fileId(marker) }
    const cited: Annotation =
      type === 'file_citation'
        ? { type, ...range, file_citation: { ...file, quote: '' } }
        : { type, ...range, file_path: file }
    pieces.push(...split(text.slice(from, at)), { value: marker, tokens: 1, annotation: cited })
    from = at + marker.length
  }
  return [...pieces, ...split(text.slice(from))]
}

/** Characters as Python counts them. */
function length(text: string): number {
  let n = 0
  for (const _ of text) n++
  return n
}

/** `【4:0†notes.txt】` speaks of notes.txt, `sandbox:/mnt/data/x.csv` of x.csv. */
export function citedName(marker: string): string {
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

/** As many pieces as the tokens pay for. */
export function cut(pieces: Piece[], tokens: number): Piece[] {
  let left = tokens
  const end = pieces.findIndex((piece) => (left -= piece.tokens) < 0)
  return end < 0 ? pieces : pieces.slice(0, end)
}

export function count(pieces: Piece[]): number {
  return pieces.reduce((sum, { tokens }) => sum + tokens, 0)
}

/** The same text in other pieces: words, or characters. Markers stay whole. */
export function regroup(pieces: Piece[], by: Speed['by']): Piece[] {
  if (by === 'token') return pieces
  const result: Piece[] = []
  let plain = ''
  const flush = () => {
    const values = by === 'character' ? [...plain] : (plain.match(/\s*\S+(?:\s+$)?|\s+$/gu) ?? [])
    result.push(...values.map((value) => ({ value, tokens: 1 })))
    plain = ''
  }
  for (const piece of pieces) {
    if (!piece.annotation) plain += piece.value
    else {
      flush()
      result.push(piece)
    }
  }
  flush()
  return result
}
