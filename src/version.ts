import { readFileSync } from 'node:fs'

let read: string | undefined

/** The package's version. */
export function version(): string {
  return (read ??= (
    JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
  ).version)
}
