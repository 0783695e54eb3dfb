import type { Run } from '../run/objects.ts'
import type { Exchange } from './exchange.ts'
import { pretty } from './json.ts'

const most = 500
let young = new Map<Run, string>()
let old = new Map<Run, string>()

/** A run's JSON, printed once for each version of the run: polling reads the same one again and again (decisions 29). */
export function cachedRun({ services: { render } }: Exchange, run: Run): string {
  const known = young.get(run) ?? old.get(run)
  if (known !== undefined) return known
  const text = pretty(render.run(run))
  // Two generations instead of dropping the eldest: a map that loses its first entry each time looks for the next ever longer.
  if (young.size >= most) [old, young] = [young, new Map()]
  young.set(run, text)
  return text
}
