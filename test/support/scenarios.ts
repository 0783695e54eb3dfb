import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url))

/** The names of all shipped scenarios that are about runs; those in `files/` are about vector stores. */
export const shipped = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml') && !path.startsWith('files'))
  .map((path) => basename(path, '.yaml'))
  .sort()
