import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clients, root } from './clients.ts'

const execute = promisify(execFile)

beforeAll(() => execute(process.execPath, ['tools/bundle.js'], { cwd: root }))

describe.each(clients)('the official client for $language', ({ needs, install, stories, strict }) => {
  let folder: string
  let command: string[] | undefined
  let why = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'run-emulator-client-'))
    command = await install(folder).catch((error: Error) => {
      // A build machine must have it; a user's need not.
      if (process.env.CI === 'true') throw error
      why = error.message
      return undefined
    })
  })
  beforeEach(({ skip }) => skip(!command, `${needs} cannot be had here: ${why}`))
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const tells = async (profile: string, ...words: string[]) => {
    const flags = ['exec', '--profile', profile, '--', ...command!, ...words]
    const { stdout } = await execute(process.execPath, ['dist/main.js', ...flags], { cwd: root })
    expect(stdout).toBe(stories.map((story) => `ok ${story}\n`).join(''))
  }

  it('tells its stories, told only the base URL', () => tells('recorded'))

  if (strict) it('finds nothing that does not fit its types in the profile spec', () => tells('spec', 'strict'))
})
