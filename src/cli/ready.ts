import { statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isLocal } from '../http/hosts.ts'
import { shippedFolder } from '../package.ts'

/** Where it listens, and what to beware of. */
export interface Announcement {
  /** What clients take for their base URL. */
  url: string
  warning?: string
}

export function announcement(url: string, host: string): Announcement {
  if (isLocal(host)) return { url }
  return {
    url,
    warning: `OPEN TO THE NETWORK: whoever can reach ${host} can use it. Leave out --host to keep it local.`,
  }
}

/**
 * A folder of the user's that looks like scenarios is mentioned, never loaded unasked (decisions 27); so is it where `loaded` says that
 * the given paths have none.
 */
export function hints(scenarios: string[], cwd: string, loaded: boolean): string[] {
  const folder = join(cwd, 'scenarios')
  if (scenarios.length > 0 && !loaded)
    return [`There is no scenario in ${scenarios.join(', ')} yet: a file .yaml or .yml that comes is read at once.`]
  if (scenarios.length > 0 || !hasFolder(cwd, 'scenarios') || relative(folder, shippedFolder) === '') return []
  return ['There is a folder scenarios/ here. It is loaded only if you ask for it: --scenarios scenarios']
}

export function hasFolder(cwd: string, name: string): boolean {
  return statSync(join(cwd, name), { throwIfNoEntry: false })?.isDirectory() === true
}
