import type { RunNode } from '../../engine/nodes.ts'
import { Tally } from '../../engine/tally.ts'
import type { Moment } from '../../scenario/moments.ts'
import type { FaultLine } from '../../scenario/scenario.ts'
import type { Exchange } from '../exchange.ts'

/**
 * The faults that strike this request, which is told as `moments`. Requests are counted per list of faults and moment: creations, and
 * what is told as `any`, over all runs of the project; all others by their run (decisions 13).
 */
export function strike(
  { project }: Exchange,
  lines: readonly FaultLine[],
  moments: readonly Moment[],
  node: RunNode | undefined,
): FaultLine[] {
  const counted = new Map<string, number>()
  return lines.filter(({ list, on, after, times, probability }, index) => {
    if (!moments.includes(on)) return false
    const key = `${list} ${on}`
    const everywhere = !node || on === 'any'
    const n = counted.get(key) ?? (everywhere ? project.tally : (node.tally ??= new Tally())).next(key)
    counted.set(key, n)
    if (n <= after || (times !== null && n > after + times)) return false
    return probability === null || project.origin.draw(`${key} ${index} ${everywhere ? '' : node.id}`, n) < probability
  })
}
