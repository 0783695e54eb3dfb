import type { RunNode } from '../../engine/nodes.ts'
import type { Moment } from '../../scenario/moments.ts'
import type { FaultLine } from '../../scenario/scenario.ts'
import type { Exchange } from '../exchange.ts'
import type { Answer } from '../frames.ts'
import { Break, breakOff } from '../transport.ts'
import { change, deliver, fromResponse, instead, wait } from './answer.ts'
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
  const broken = (error: unknown) => {
    if (!(error instanceof Break)) throw error
    note()
    return breakOff(exchange, error)
  }
  const disturb = async (given: Answer, replaced = false) => {
    let changed: Answer
    try {
      await wait(after, scene)
      const other = replaced ? undefined : instead(after, exchange)
      if (other) given.cancel()
      changed = await change(lines, other ?? given, scene)
    } catch (error) {
      given.cancel()
      return broken(error)
    }
    note()
    return outer ? outer(changed) : deliver(exchange, changed)
  }
  let refusal: Answer | undefined
  try {
    await wait(before, scene)
    refusal = instead(before, exchange)
  } catch (error) {
    return broken(error)
  }
  if (refusal) return disturb(refusal, true)
  exchange.disturb = disturb
  const response = await act()
  return exchange.streams ? response : disturb(fromResponse(response))
}
