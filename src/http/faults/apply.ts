import type { FaultLine, Moment, Scenario } from '../../scenario/scenario.ts'
import type { Exchange } from '../exchange.ts'
import { encode, type Frame, lastFrame } from '../sse.ts'
import type { Chunk, Fault } from './fault.ts'
import { faults } from './index.ts'

/** The answer of the first fault of a scenario that strikes at this moment, or undefined if none does. */
export function struck(exchange: Exchange, scenario: Scenario, on: Moment): Response | undefined {
  const line = scenario.faults.find(
    (fault) => fault.on === on && faultOf(fault).before && exchange.project.faultStrikes(fault),
  )
  return line && faultOf(line).before!(exchange, line.with)
}

/** A stream with its faults, the first line's innermost. */
export async function* disturb(lines: FaultLine[], frames: AsyncIterable<Frame>): AsyncGenerator<Chunk> {
  const disturbed = lines.reduce<AsyncIterable<Frame | Chunk>>(
    (stream, line) => faultOf(line).frames?.(stream, line.with) ?? stream,
    ended(frames),
  )
  for await (const frame of disturbed) yield typeof frame === 'object' && 'event' in frame ? encode(frame) : frame
}

async function* ended(frames: AsyncIterable<Frame>): AsyncGenerator<Frame | Chunk> {
  yield* frames
  yield lastFrame
}

function faultOf({ fault }: FaultLine): Fault {
  return faults[fault]!
}
