import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { emptyProject, hasRegistry, npm, pack, type Packed, root } from './project.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The tarball, with its path. */
    packed: Packed
    /** The folder of examples/chat with everything installed, the tarball too; undefined without a package registry. */
    example: string | undefined
  }
}

/** Once for all files: packs the package, and installs it into the example. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const { folder, remove } = await emptyProject()
  const packed = await pack(folder)
  const tarball = join(folder, packed.filename)
  provide('packed', { ...packed, filename: tarball })
  // A build machine must have a registry; a train need not.
  const registry = process.env.CI === 'true' || (await hasRegistry())
  if (registry) {
    await cp(join(root, 'examples/chat'), folder, { recursive: true })
    await npm(['install', '--no-audit', '--no-fund', '--save-dev', tarball, 'mammoth'], folder)
  }
  provide('example', registry ? folder : undefined)
  return remove
}
