import { readFileSync, realpathSync, statSync } from 'node:fs'
import { extname, isAbsolute, join, relative, sep } from 'node:path'
import { streams } from '../../scenario/moments.ts'
import { defineFault } from './fault.ts'

const maxBytes = 10_000_000

/** decisions 15. */
export const replay = defineFault({
  what: "A captured stream, sent byte by byte in place of the run's own. The run goes on underneath.",
  on: streams,
  schema: (z) => z.string().describe("A .sse file in the scenario's folder or below it."),
  prepare: (file, folder) => capture(file, folder),
  instead: (bytes, exchange) => ({
    status: 200,
    headers: exchange.headers('text/event-stream; charset=utf-8'),
    body: Buffer.from(bytes, 'latin1'),
  }),
})

/** The bytes of the file, one a character. @throws Error that says why it cannot be replayed */
function capture(file: string, folder: string | undefined): string {
  if (folder === undefined) throw new Error('a scenario that is no file has no folder to take a capture from')
  if (extname(file) !== '.sse') throw new Error(`expected a .sse file, not "${file}"`)
  if (isAbsolute(file)) throw new Error('expected a path that starts at the folder of the scenario')
  const path = existing(join(folder, file), file)
  const inside = relative(realpathSync(folder), path)
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
    throw new Error(`"${file}" is outside the folder of the scenario`)
  const stats = statSync(path)
  if (!stats.isFile()) throw new Error(`"${file}" is no file`)
  if (stats.size > maxBytes) throw new Error(`"${file}" has ${stats.size} bytes, more than the ${maxBytes} allowed`)
  return readFileSync(path, 'latin1')
}

function existing(path: string, file: string): string {
  try {
    return realpathSync(path)
  } catch {
    throw new Error(`there is no file "${file}" beside the scenario`)
  }
}
