import type { Run } from '../run/objects.ts'
import type { Exchange } from './exchange.ts'
import { pretty } from './json.ts'

const most = 1000
const printed = new Map<Run, string>()

/** A run's JSON, printed once for each version of the run: polling reads the same one again and again (decisions 29). */
export function cachedRun({ services: { render } }: Exchange, run: Run): string {
  const known = printed.get(run)
  if (known !== undefined) return known
  const text = pretty(render.run(run))
  if (printed.size >= most) printed.delete(printed.keys().next().value!)
  printed.set(run, text)
  return text
}
