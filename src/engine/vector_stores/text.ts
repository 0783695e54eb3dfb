import { extname } from 'node:path'
import type { IngestionError, StaticChunking } from '../../run/file_objects.ts'
import { ingestionErrors } from '../../run/last_errors.ts'
import { tokenEnds } from '../../run/tokens.ts'
import type { Content } from '../files/storage.ts'

/** What file_search can read, by extension; upper case is refused, as the service did (docs/choices.md). */
const supported = new Set(
  '.c .cpp .cs .css .doc .docx .go .html .java .js .json .md .pdf .php .pptx .py .rb .sh .tex .ts .txt'.split(' '),
)
/** Accepted, but read only where there is a reader for them: otherwise no passage of theirs is ever found. */
const documents = new Set(['.doc', '.docx', '.pdf', '.pptx'])

const mostTokens = 5_000_000
/** No text of so few tokens is longer. */
const mostBytes = 64 * 2 ** 20

/** The extension, or undefined if file_search can read it. */
export function unsupportedExtension(filename: string): string | undefined {
  const extension = extname(filename)
  return supported.has(extension) ? undefined : extension
}

/** Where the passages of a text begin and end, one after the other. */
export type Cuts = Uint32Array

/** Reads a file as file_search does: cut into passages, or refused with what the service said. */
export function parse(filename: string, content: Content, chunking: StaticChunking): Cuts | IngestionError {
  if (content.text === null) return ingestionErrors.unreadable
  if (content.text === undefined && documents.has(extname(filename))) return new Uint32Array()
  if (content.text === undefined && content.bytes > mostBytes) return ingestionErrors.too_large
  const text = decode(content)
  if (text === undefined) return ingestionErrors.unsupported
  return cut(text, chunking) ?? ingestionErrors.too_large
}

/** What a document says, or else UTF-8, or UTF-16 with its mark; undefined if the bytes are no text. */
export function decode(content: Content): string | undefined {
  if (content.text !== undefined) return content.text ?? undefined
  const bytes = content.whole()
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

/** Passages of so many tokens, each beginning before the last one ends; undefined if the text has too many tokens. */
export function cut(
  text: string,
  { max_chunk_size_tokens: size, chunk_overlap_tokens: overlap }: StaticChunking,
): Cuts | undefined {
  const step = Math.max(1, size - overlap)
  // A passage begins every `step` tokens; of the token ends only those since its begin are kept.
  const begins = [0]
  const cuts: number[] = []
  let tokens = 0
  let end = 0
  for (end of tokenEnds(text)) {
    if (++tokens > mostTokens) return undefined
    if (tokens % step === 0) begins.push(end)
    if (tokens >= size && (tokens - size) % step === 0) cuts.push(begins.shift()!, end)
  }
  const rest = begins[0]!
  if (end > (cuts.at(-1) ?? 0)) cuts.push(rest, end)
  return Uint32Array.from(cuts)
}
