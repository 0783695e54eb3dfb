import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// Built, this file is part of one that stands in dist: the package is one step up from either.
const packageFile = new URL('../package.json', import.meta.url)

/** Where the scenarios of the package are. */
export const shippedFolder = fileURLToPath(new URL('../scenarios/', import.meta.url))

let read: string | undefined

/** The package's version. */
export function version(): string {
  return (read ??= (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version)
}
