import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url))
const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'))
const names = (list: string[]) => list.map((path) => basename(path, '.yaml')).sort()

/** The names of all shipped scenarios. */
export const shipped = names(paths)

// These two go wrong in ways that the common stories know how to take.
const taken = ['refused', 'stream-cut']

/** Those whose answers go wrong on the wire: each is a story of its own. */
export const disturbed = names(paths.filter((path) => /^(wire|validation)/.test(path))).filter(
  (name) => !taken.includes(name),
)

/** All others: every client can follow them to their end. */
export const sound = shipped.filter((name) => !disturbed.includes(name))
