import type { RunNode } from '../../engine/nodes.ts'
import type { Moment } from '../../scenario/moments.ts'
import type { FaultLine } from '../../scenario/scenario.ts'
import type { Exchange } from '../exchange.ts'
import { Break, breakOff } from '../transport.ts'
import { change, deliver, fromResponse, instead, wait } from './answer.ts'
import type { Answer } from './fault.ts'
import { Scene } from './scene.ts'
import { strike } from './strike.ts'

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

/** Faults may lie around others: those of the scenario are within those that a test has put on the request. */
async function suffer(
  exchange: Exchange,
  lines: FaultLine[],
  act: () => Response | Promise<Response>,
): Promise<Response> {
  const scene = new Scene(exchange)
  const { disturb: outer } = exchange
  const before = lines.filter(({ handled }) => !handled)
  const after = lines.filter(({ handled }) => handled)
  const note = () => {
    exchange.entry.faults = [...(exchange.entry.faults ?? []), ...lines.map(({ fault }) => fault)]
  }
  const hand = async (given: Answer) => {
    const changed = await change(lines, given, scene)
    note()
    return outer ? outer(changed) : deliver(exchange, changed)
  }
  const disturb = async (given: Answer) => {
    try {
      await wait(after, scene)
      const other = instead(after, exchange)
      if (other) given.cancel()
      return await hand(other ?? given)
    } catch (error) {
      given.cancel()
      throw error
    }
  }
  try {
    await wait(before, scene)
    const refusal = instead(before, exchange)
    if (refusal) {
      await wait(after, scene)
      return await hand(refusal)
    }
    exchange.disturb = disturb
    const response = await act()
    return exchange.streams ? response : await disturb(fromResponse(response))
  } catch (error) {
    if (!(error instanceof Break)) throw error
    note()
    return breakOff(exchange, error)
  }
}
