import { connect } from 'node:net'
import type { Emulator, Listening } from '../../src/index.ts'
import type { Answer } from './harm.ts'
import type { Bytes } from './shots.ts'

export const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

const turns = 300
const patience = 8000

/** Whether something has happened within some turns of the loop, or then, as what comes from disk needs it, some seconds. */
async function settled(isOver: () => boolean, mayWait: () => boolean): Promise<boolean> {
  for (let n = 0; n < turns && !isOver(); n++) await turn()
  const until = performance.now() + patience
  while (!isOver() && !mayWait() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 1))
  return isOver()
}

/** Sends a request in process; undefined where no client could. Streams that go on, and answers that `mayWait`, are left. */
export async function send(
  emulator: Emulator,
  url: string,
  init: RequestInit,
  mayWait: () => boolean,
): Promise<Answer | undefined> {
  const client = new AbortController()
  let request: Request
  try {
    request = new Request(url, { ...init, signal: client.signal })
  } catch {
    return undefined
  }
  const answer: Answer = { status: 0, type: '', text: '' }
  let over = false
  const reading = (async () => {
    const response = await emulator.fetch(request)
    answer.status = response.status
    answer.type = response.headers.get('content-type') ?? ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) answer.text += decoder.decode(chunk as Uint8Array, { stream: true })
  })().then(
    () => (over = true),
    (error: unknown) => {
      over = true
      if (!answer.left) answer.broken = error
    },
  )
  const goesOn = () => answer.type.startsWith('text/event-stream') || mayWait()
  if (!(await settled(() => over, goesOn))) {
    answer.left = true
    client.abort()
    await settled(
      () => over,
      () => false,
    )
    if (!over) return { ...answer, broken: new Error('it did not end when its client left') }
    if (!goesOn()) return { ...answer, broken: new Error('it was not answered') }
  }
  await reading
  return answer
}

/** What a server says to bytes, until it hangs up; undefined if it does not. */
export function sendBytes({ host, port }: Listening, { bytes, then }: Bytes): Promise<string | undefined> {
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect({ host, port }, () => {
      if (then === 'ends') return void socket.end(bytes, 'latin1')
      socket.write(bytes, 'latin1', () => setImmediate(() => socket.resetAndDestroy()))
    })
    const give = setTimeout(() => {
      resolve(undefined)
      socket.destroy()
    }, patience)
    socket.on('data', (chunk) => (heard += chunk.toString('latin1')))
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(give)
      resolve(heard)
    })
  })
}
