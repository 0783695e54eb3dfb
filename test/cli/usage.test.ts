import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { serve } from '../../src/cli/serve.ts'
import { spelling, variable } from '../../src/cli/subcommand.ts'
import { version } from '../../src/package.ts'
import { run } from './program.ts'

describe('help', () => {
  it.each([['--help'], ['help'], ['-h'], ['serve --help'], ['help serve']])(
    '%s prints every flag, and starts nothing',
    async (args) => {
      const { code, stdout, stderr } = await run(args.split(' '))
      expect(code).toBe(0)
      for (const key of Object.keys(serve.flags)) expect(stdout).toContain(`  ${spelling(key)}`)
      expect(stdout).toContain('OPENAI_BASE_URL=http://127.0.0.1:4010/v1')
      expect(stdout).not.toContain('is ready at')
      expect(stderr).toBe('')
    },
  )

  it('prints the version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version()}\n`, stderr: '' })
  })
})

describe('a wrong command line is told in one line, and exits with 2', () => {
  const wrong: [string, RegExp][] = [
    ['--prot 4010', /unknown option '--prot' \(Did you mean --port\?\)/],
    ['--port', /'--port <PORT>' argument missing/],
    ['--port http', /--port is "http": expected a whole number from 0 to 65535\./],
    ['--port 65536', /--port is "65536"/],
    ['--port 1e3', /--port is "1e3"/],
    ['--clock fast', /--clock is "fast": expected real, skip or manual\./],
    ['--profile new', /--profile is "new": expected recorded or spec\./],
    ['--poll-after never', /--poll-after is "never": expected a whole number from 0 to 60000, or off\./],
    ['--sunset soon', /--sunset is "soon": expected a share from 0 to 1\./],
    ['--project-idle soon', /--project-idle is "soon": expected a duration such as 300ms, 2s, 10m or 1h\./],
    ['--projects 0', /--projects is "0": expected a whole number from 1 to 1000000\./],
    ['--log xml', /--log is "xml": expected text or json\./],
    ['sevre', /unknown command or argument 'sevre'\./],
    ['serve now', /unknown command or argument 'now'\./],
    ['schema now', /unknown command or argument 'now'\./],
  ]
  it.each(wrong)('%s', async (args, message) => {
    const { code, stdout, stderr } = await run(args.split(' '))
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(/^run-emulator: .+ See run-emulator --help\.\n$/)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it.each([
    [{ RUN_EMULATOR_PORT: 'x' }, /RUN_EMULATOR_PORT is "x": expected a whole number/],
    [{ RUN_EMULATOR_QUIET: 'maybe' }, /RUN_EMULATOR_QUIET is "maybe": expected 1 or 0\./],
  ])('environment %o', async (env, message) => {
    const { code, stderr } = await run([], { env })
    expect(stderr).toMatch(message)
    expect(code).toBe(2)
  })
})

describe('what cannot be served is told line by line, and exits with 1', () => {
  const folder = mkdtempSync(join(tmpdir(), 'run-emulator-'))
  const mistaken = join(folder, 'mistaken.yaml')
  writeFileSync(mistaken, 'scrpt:\n  - complete\n')

  it('a folder that is not there', async () => {
    const { code, stderr } = await run(['--port', '0', '--scenarios', join(folder, 'none')])
    expect(stderr).toBe(`run-emulator: there is no file or folder "${join(folder, 'none')}".\n`)
    expect(code).toBe(1)
  })

  it('a mistake in a scenario, with file, line and column', async () => {
    const { code, stderr } = await run(['--port', '0', '--scenarios', folder])
    expect(stderr).toMatch(/^[^\n]+\n$/)
    expect(stderr.startsWith(`${mistaken}:1:1: `)).toBe(true)
    expect(stderr).toContain('"scrpt"')
    expect(code).toBe(1)
  })

  it('a host that is not of this machine', async () => {
    const { code, stderr } = await run(['--port', '0', '--host', '192.0.2.1', '--allowed-hosts', 'me'])
    expect(stderr).toBe('run-emulator: 192.0.2.1 is not an address of this machine. Choose another with --host.\n')
    expect(code).toBe(1)
  })

  it('a host that others can reach, without names by which they may', async () => {
    const { code, stderr } = await run(['--port', '0', '--host', '0.0.0.0'])
    expect(stderr).toMatch(/^On 0\.0\.0\.0 others can reach the emulator, [^\n]* --allowed-hosts NAME[^\n]*\n$/)
    expect(code).toBe(1)
  })
})

it('names variables after flags', () => {
  expect(Object.keys(serve.flags).map(variable)).toContain('RUN_EMULATOR_POLL_AFTER')
})
