import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test, vi } from 'vitest'
import { createEmulator } from '../../src/index.ts'
import { blocks, filled, read } from './fill.ts'

const readme = read('README.md')

test('what the README copies is what it copies from (npm test -- -u writes it)', async () => {
  await expect(filled(readme)).toMatchFileSnapshot('../../README.md')
})

test('the commands of the README are those of the package', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  expect(blocks(readme, 'sh').map((block) => block.trim())).toEqual(
    expect.arrayContaining(['npm install && npm start', 'npm install && npm test']),
  )
  const named = [...readme.matchAll(/npm (?:run )?(start|test|(?<=run )[\w:]+)/g)].map(([, name]) => name!)
  expect(named.filter((name) => !(name in scripts))).toEqual([])
})

test.each(blocks(readme, 'yaml').map((yaml, n) => [n + 1, yaml]))('scenario %i of the README loads', (_, yaml) => {
  createEmulator({ scenarios: { example: yaml } })
})

test('every page that the README points at is there', () => {
  const pages = [...readme.matchAll(/\]\((docs\/[\w./-]+)\)/g)].map(([, path]) => path!)
  expect(pages.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([])
})

describe('the examples of the README', () => {
  test('first-run.mjs goes through a server', async () => {
    await using emulator = createEmulator()
    const { url } = await emulator.listen()
    const path = fileURLToPath(new URL('../../examples/first-run.mjs', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [path], {
      env: { ...process.env, OPENAI_BASE_URL: url },
    })
    expect(stdout).toMatch(
      /^get_weather\(\{"city":".+"\}\)\ncompleted: This is an invented answer to "Is it sunny in Paris\?"\. get_weather says: sunny, 22 degrees\./,
    )
  })

  test('in-process.mjs needs no server', async () => {
    vi.doMock('run-emulator', () => import('../../src/index.ts'))
    const told: unknown[] = []
    const log = vi.spyOn(console, 'log').mockImplementation((line) => void told.push(line))
    await import(new URL('../../examples/in-process.mjs', import.meta.url).href)
    log.mockRestore()
    expect(told).toEqual(['requires_action', 'expired'])
  })
})
