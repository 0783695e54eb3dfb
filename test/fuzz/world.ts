import { createEmulator } from '../../src/index.ts'
import type { Shot } from './requests.ts'

const emulator = createEmulator({ seed: 'fuzz' })
const long = 'long '.repeat(60_000)

const usual = { authorization: 'Bearer any', 'openai-beta': 'assistants=v2', 'content-type': 'application/json' }
const post = (path: string, body: unknown, headers = {}): Shot => ({
  method: 'POST',
  path,
  headers: { ...usual, ...headers },
  body: JSON.stringify(body),
})

/** A little of everything, so that most requests find what they ask for. */
const furniture: Shot[] = [
  {
    ...post('/files', 0, { 'content-type': 'multipart/form-data; boundary=b' }),
    body: '--b\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nassistants\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nAll about parrots.\r\n--b--\r\n',
  },
  post('/vector_stores', {}),
  post('/vector_stores/@vs/file_batches', { file_ids: ['@file'] }),
  post('/assistants', { model: 'gpt-4o', tools: [{ type: 'file_search' }] }),
  post('/threads', { messages: [{ role: 'user', content: 'What about parrots?' }] }),
  post('/threads/@thread/messages', { role: 'user', content: 'And about plums?' }),
  post('/threads/@thread/runs', { assistant_id: '@asst' }, { 'x-emulator-scenario': 'tool-call' }),
  { method: 'GET', path: '/threads/@thread/runs/@run', headers: usual, body: undefined },
  { method: 'GET', path: '/threads/@thread/runs/@run/steps', headers: usual, body: undefined },
]

/** What had never been answered, with 500, or with a promise that nobody caught. */
export class Harm extends Error {}

/** A world of its own: the same shots always meet the same answers. @throws Harm */
export async function play(shots: readonly Shot[]): Promise<void> {
  emulator.reset()
  const ids = new Map<string, string>()
  const unhandled: unknown[] = []
  const note = (reason: unknown) => void unhandled.push(reason)
  process.on('unhandledRejection', note)
  try {
    for (const shot of [...furniture, ...shots]) {
      const { status, text } = await inTime(fire(shot, ids), shot)
      if (status >= 500) throw new Harm(`${shot.method} ${shot.path} was answered with ${status}: ${text}`)
      for (const [, id, prefix] of text.matchAll(/"((asst|thread|msg|run|step|call|file|vs|vsfb)[_-]\w{8,})"/g))
        ids.set(`@${prefix}`, id!)
    }
    // A turn of the loop, after which node reports what nobody has caught.
    await new Promise((resolve) => setImmediate(resolve))
    if (unhandled.length > 0) throw new Harm('A promise was rejected and nobody caught it', { cause: unhandled[0] })
  } finally {
    process.off('unhandledRejection', note)
  }
}

async function fire({ method, path, headers, body }: Shot, ids: Map<string, string>) {
  const put = (text: string) =>
    text.replace(/@(\w+)/g, (whole, word: string) => {
      if (word === 'long') return long
      return word === 'proto' ? '__proto__' : (ids.get(whole) ?? whole)
    })
  const init = {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, put(value).slice(0, 4000)]),
  }
  const base = path.startsWith('/_emulator') ? emulator.url.replace(/\/v1$/, '') : emulator.url
  const response = await emulator.fetch(base + put(path), {
    ...init,
    ...(body !== undefined && { body: put(body) }),
  })
  return { status: response.status, text: await response.text() }
}

const turns = 2000
const patience = 5000

/** No answer within so many turns of the loop, and then some seconds for what comes from disk, is a hang. */
async function inTime<T>(answer: Promise<T>, { method, path }: Shot): Promise<T> {
  let answered = false
  const settled = answer.finally(() => (answered = true))
  settled.catch(() => {})
  for (let turn = 0; turn < turns && !answered; turn++) await new Promise((resolve) => setImmediate(resolve))
  if (answered) return settled
  let timer: NodeJS.Timeout | undefined
  const hung = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Harm(`${method} ${path} was not answered`)), patience)
  })
  return Promise.race([settled, hung]).finally(() => clearTimeout(timer))
}
