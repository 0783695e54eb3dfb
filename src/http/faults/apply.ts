import { Tally } from '../../engine/tally.ts'
import type { RunNode } from '../../engine/nodes.ts'
import type { Moment } from '../../scenario/moments.ts'
import type { FaultLine } from '../../scenario/scenario.ts'
import type { Exchange } from '../exchange.ts'
import { encode, type Frame } from '../sse.ts'
import { Break, breakOff, send } from '../transport.ts'
import type { Answer, Chunk, Fault } from './fault.ts'
import { faults } from './index.ts'
import { Scene } from './scene.ts'

/**
 * Does what a request asks, with the faults that strike it. `moments` are the words for this request; `node` is the run that it is
 * about, if there is one yet.
 */
export function disturbed(
  exchange: Exchange,
  lines: readonly FaultLine[],
  moments: readonly Moment[],
  node: RunNode | undefined,
  act: () => Response | Promise<Response>,
): Response | Promise<Response> {
  const struck = lines.length === 0 ? [] : strike(exchange, lines, moments, node)
  return struck.length === 0 ? act() : suffer(exchange, struck, act)
}

/** Requests are counted per list of faults and moment: creations by the project, all others by their run (decisions 13). */
function strike(
  { project }: Exchange,
  lines: readonly FaultLine[],
  moments: readonly Moment[],
  node: RunNode | undefined,
): FaultLine[] {
  const counted = new Map<string, number>()
  return lines.filter(({ list, on, after, times, probability }, index) => {
    if (!moments.includes(on)) return false
    const key = `${list} ${on}`
    const whole = !node || on === 'any'
    const n = counted.get(key) ?? (whole ? project.tally : (node.tally ??= new Tally())).next(key)
    counted.set(key, n)
    if (n <= after || (times !== null && n > after + times)) return false
    return probability === null || project.draw(`${key} ${index} ${whole ? '' : node.id}`, n) < probability
  })
}

async function suffer(
  exchange: Exchange,
  lines: FaultLine[],
  act: () => Response | Promise<Response>,
): Promise<Response> {
  const scene = new Scene(exchange)
  const { disturb: outer } = exchange
  const unhandled = lines.filter(({ handled }) => !handled)
  const handled = lines.filter((line) => line.handled)
  try {
    await wait(unhandled, scene)
    const refusal = instead(unhandled, exchange)
    if (refusal) return await answer(scene, unhandled, refusal, { outer })
    exchange.disturb = (given) => answer(scene, handled, given, { fresh: true, outer })
    const response = await act()
    return exchange.streams ? response : await answer(scene, handled, fromResponse(response), { fresh: true, outer })
  } catch (error) {
    if (!(error instanceof Break)) throw error
    exchange.entry.faults = lines.map(({ fault }) => fault)
    return breakOff(exchange, error)
  }
}

/** Sends an answer after all that the faults do to it, or hands it on to the faults around them. */
async function answer(
  scene: Scene,
  lines: FaultLine[],
  given: Answer,
  { fresh = false, outer }: { fresh?: boolean; outer?: Exchange['disturb'] },
): Promise<Response> {
  const { exchange } = scene
  let sent = given
  try {
    if (fresh) {
      await wait(lines, scene)
      sent = instead(lines, exchange) ?? given
      if (sent !== given) given.cancel()
    }
    for (const { deeds, args } of withDeed(lines, 'head')) sent = { ...sent, ...deeds.head!(sent, args) }
    for (const { deeds, args } of withDeed(lines, 'events'))
      sent = { ...sent, body: deeds.events!(sent.body, args, scene) }
    for (const { deeds, args } of withDeed(lines, 'whole')) {
      const body = await collect(sent.body)
      const { body: changed, ...head } = deeds.whole!({ ...sent, body }, args, exchange) ?? { ...sent, body }
      sent = { ...sent, ...head, body: only(changed) }
    }
    for (const { deeds, args } of withDeed(lines, 'bytes'))
      sent = { ...sent, body: deeds.bytes!(toBytes(sent.body), args, scene) }
  } catch (error) {
    given.cancel()
    throw error
  }
  exchange.entry.faults = [...(exchange.entry.faults ?? []), ...lines.map(({ fault }) => fault)]
  exchange.entry.responseBody = undefined
  if (outer) return outer(sent)
  return send(exchange, sent.status, sent.headers, {
    chunks: closing(toBytes(sent.body), given),
    headFirst: true,
    cancel: () => {
      scene.leave()
      given.cancel()
    },
  })
}

/** A fault may end a body before its time: then nobody wants the rest. */
async function* closing(bytes: AsyncIterable<Uint8Array>, { cancel }: Answer): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes
  } finally {
    cancel()
  }
}

async function wait(lines: FaultLine[], scene: Scene): Promise<void> {
  for (const { deeds, args } of withDeed(lines, 'wait')) await deeds.wait!(args, scene)
}

/** Of several that answer in place of the emulator, the first does. @throws Break */
function instead(lines: FaultLine[], exchange: Exchange): Answer | undefined {
  for (const { deeds, args } of withDeed(lines, 'instead')) {
    const other = deeds.instead!(args, exchange)
    if (other) return { status: other.status, headers: other.headers, body: only(other.body ?? ''), cancel: () => {} }
  }
  return undefined
}

function withDeed(lines: FaultLine[], deed: keyof Fault): { deeds: Fault; args: unknown }[] {
  return lines
    .map(({ fault, with: args }) => ({ deeds: faults[fault]!, args }))
    .filter(({ deeds }) => deeds[deed] !== undefined)
}

function fromResponse(response: Response): Answer {
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: textOf(response),
    cancel: () => {},
  }
}

async function* textOf(response: Response): AsyncGenerator<Chunk> {
  yield await response.text()
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
