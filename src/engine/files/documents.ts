import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Content } from './storage.ts'

const require = createRequire(import.meta.url)

/** Where the packages are that read documents that are no plain text, by extension. */
const packages: Record<string, () => string> = {
  '.pdf': () => require.resolve('unpdf'),
  '.docx': () => require.resolve('mammoth'),
}

/** A document of more bytes is not read; one whose reading takes more time, or bytes of memory, cannot be read. */
export const mostOfDocument = { bytes: 64 * 2 ** 20, milliseconds: 30_000, memory: 2 ** 30 }

/** What the reading process says of a document; whether it should read no more. */
interface Read {
  text: string | null
  isSpent: boolean
}
const ended: Read = { text: null, isSpent: true }

/** The process that reads, once there was a document; it ends with this one. */
let reader: ChildProcess | undefined
/** One document is read after the other. */
let before: Promise<unknown> = Promise.resolve()

/** A content with the text of its document, if it is one that can be read here; null where that failed or took too much. */
export async function withText(filename: string, content: Content): Promise<Content> {
  const extension = extname(filename)
  if (content.bytes > mostOfDocument.bytes || !isReadable(extension)) return content
  const read = before.then(() => textOf(extension, content)).catch(() => null)
  before = read
  return { ...content, text: await read }
}

function isReadable(extension: string): boolean {
  try {
    return packages[extension]?.() !== undefined
  } catch {
    return false
  }
}

async function textOf(extension: string, content: Content): Promise<string | null> {
  const child = (reader = reader?.connected ? reader : start())
  child.channel?.ref()
  const over = new AbortController()
  const told = ['message', 'disconnect'].map((event) => once(child, event, { signal: over.signal }) as Promise<[Read?]>)
  child.send({ extension, bytes: content.whole(), most: mostOfDocument }, () => {})
  const [{ text, isSpent } = ended] = await Promise.race(told).catch((): [Read?] => [])
  over.abort()
  child.channel?.unref()
  if (isSpent) {
    reader = undefined
    child.kill('SIGKILL')
  }
  return text
}

function start(): ChildProcess {
  // Required, for a test file that jest runs as CommonJS can import nothing.
  const { fork } = require('node:child_process') as typeof import('node:child_process')
  const child = fork(fileURLToPath(new URL('./read_document.js', import.meta.url)), {
    execArgv: [],
    // A debugger or a coverage tool of this process is not for that one.
    env: { ...process.env, NODE_OPTIONS: '' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  child.on('error', () => {}).unref()
  return child
}
