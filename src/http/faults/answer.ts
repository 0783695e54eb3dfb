import type { FaultLine } from '../../scenario/scenario.ts'
import type { Exchange } from '../exchange.ts'
import { type Answer, type Chunk, encode, type Frame } from '../frames.ts'
import { send } from '../transport.ts'
import type { Fault } from './fault.ts'
import { faults } from './index.ts'
import type { Scene } from './scene.ts'

/** Lets the time pass that faults take before the head of an answer. @throws Break if the client goes before */
export async function wait(lines: FaultLine[], scene: Scene): Promise<void> {
  for (const { deeds, args } of having('wait', lines)) await deeds.wait!(args, scene)
}

/** What is answered in place of the emulator: of several faults that do, the first. @throws Break */
export function instead(lines: FaultLine[], exchange: Exchange): Answer | undefined {
  for (const { deeds, args } of having('instead', lines)) {
    const other = deeds.instead!(args, exchange)
    if (other) return { status: other.status, headers: other.headers, body: only(other.body ?? ''), cancel: () => {} }
  }
  return undefined
}

/** An answer after all that the faults do to its head and body. */
export async function change(lines: FaultLine[], given: Answer, scene: Scene): Promise<Answer> {
  let { status, headers, body } = given
  for (const { deeds, args } of having('head', lines)) ({ status, headers } = deeds.head!({ status, headers }, args))
  for (const { deeds, args } of having('events', lines)) body = deeds.events!(body, args, scene)
  for (const { deeds, args } of having('whole', lines)) {
    const changed = deeds.whole!({ status, headers, body: await collect(body) }, args, scene.exchange)
    ;({ status, headers } = changed)
    body = only(changed.body)
  }
  for (const { deeds, args } of having('bytes', lines)) body = deeds.bytes!(toBytes(body), args, scene)
  const cancel = () => {
    scene.leave()
    given.cancel()
  }
  return { status, headers, body, cancel }
}

export function deliver(exchange: Exchange, { status, headers, body, cancel }: Answer): Response {
  exchange.entry.responseBody = undefined
  return send(exchange, status, headers, { chunks: closing(toBytes(body), cancel), cancel, headFirst: true })
}

export function fromResponse(response: Response): Answer {
  const body = async function* () {
    yield await response.text()
  }
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: body(),
    cancel: () => {},
  }
}

function having(deed: keyof Fault, lines: FaultLine[]): { deeds: Fault; args: unknown }[] {
  return lines
    .map(({ fault, with: args }) => ({ deeds: faults[fault]!, args }))
    .filter(({ deeds }) => deeds[deed] !== undefined)
}

/** A fault may end a body before its time: then nobody wants the rest. */
async function* closing(bytes: AsyncIterable<Uint8Array>, cancel: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes
  } finally {
    cancel()
  }
}

async function* only(chunk: Chunk): AsyncGenerator<Chunk> {
  if (chunk.length > 0) yield chunk
}

const encoder = new TextEncoder()

async function* toBytes(body: AsyncIterable<Frame | Chunk>): AsyncGenerator<Uint8Array> {
  for await (const piece of body)
    yield piece instanceof Uint8Array ? piece : encoder.encode(typeof piece === 'string' ? piece : encode(piece))
}

async function collect(body: AsyncIterable<Frame | Chunk>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of toBytes(body)) chunks.push(chunk)
  return Buffer.concat(chunks)
}
