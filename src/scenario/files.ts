import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { ScenarioError } from './problems.ts'
import { maxSize, tooLarge } from './yaml.ts'

export function scenarioName(path: string): string {
  return basename(path, extname(path))
}

/**
 * The scenario files that a path names: itself, or all `.yaml` and `.yml` below a folder, sorted; hidden ones are left out.
 * @throws Error if there is no such file or folder.
 */
export function scenarioFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return [...below(path, new Set())].sort()
}

/** Folders that are linked to are looked into as well, each only once. */
function* below(folder: string, seen: Set<string>): Generator<string> {
  const real = realpathSync(folder)
  if (seen.has(real)) return
  seen.add(real)
  for (const name of readdirSync(folder)) {
    if (name.startsWith('.')) continue
    const path = join(folder, name)
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats?.isDirectory()) yield* below(path, seen)
    else if (stats && /\.ya?ml$/.test(name)) yield path
  }
}

/** @throws ScenarioError if this is not a file of reasonable size, in UTF-8. */
export function readText(file: string): string {
  const refuse = (message: string, line = 1, column = 1): never => {
    throw new ScenarioError([{ file, line, column, message }])
  }
  let bytes: Buffer
  try {
    const stats = statSync(file)
    if (!stats.isFile()) return refuse('this is not a file')
    if (stats.size > 4 * maxSize) return refuse(tooLarge(stats.size))
    bytes = readFileSync(file)
  } catch (error) {
    if (error instanceof ScenarioError) throw error
    return refuse(`this cannot be read: ${(error as Error).message}`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const before = wellFormed(bytes).split('\n')
    return refuse('this is not UTF-8: save the file in that encoding', before.length, before.at(-1)!.length + 1)
  }
}

/** The text up to the first byte that is not UTF-8. */
function wellFormed(bytes: Buffer): string {
  let good = 0
  let bad = bytes.length
  const decodes = (end: number) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true })
      return true
    } catch {
      return false
    }
  }
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (decodes(middle)) good = middle
    else bad = middle
  }
  return new TextDecoder().decode(bytes.subarray(0, good), { stream: true })
}

/** A scenario is called after its file: two files cannot have the same name. */
export function twins({ name, file }: { name: string; file: string }, other: string): ScenarioError {
  const message = `${other} is called "${name}" too: a scenario's name is that of its file, so give one another name`
  return new ScenarioError([{ file, line: 1, column: 1, message }])
}
