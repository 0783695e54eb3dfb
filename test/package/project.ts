import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** The root of this repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

export interface Packed {
  filename: string
  files: { path: string; mode: number }[]
}

/** Builds and packs the package as `npm publish` would. */
export async function pack(folder: string): Promise<Packed> {
  const { stdout } = await npm(['pack', '--json', '--pack-destination', folder], root)
  // Scripts of the package print before it.
  const [packed] = JSON.parse(stdout.slice(stdout.search(/^\[/m))) as [Packed]
  return packed
}

/** An empty project of a user. */
export async function emptyProject(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'run-emulator-package-'))
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** @throws Error with `stderr` */
export function npm(args: string[], cwd: string) {
  return execute('npm', args, { cwd, shell: process.platform === 'win32', maxBuffer: 2 ** 26 })
}

/** @throws Error with `stdout` and `stderr` */
export function node(args: string[], cwd: string) {
  return execute(process.execPath, args, { cwd })
}

/** Whether packages can be had here. */
export function hasRegistry(): Promise<boolean> {
  return npm(['view', 'hono', 'version', '--fetch-retries=1', '--fetch-retry-mintimeout=300'], root).then(
    () => true,
    () => false,
  )
}
