import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, inject, it } from 'vitest'
import { npm } from './project.ts'

/** What a runner says when tests fail on purpose, with the packed package. */
const folder = inject('example')!

beforeEach(({ skip }) => skip(!folder, 'no package registry can be reached from here'))

/** All that was said, and of which projects a journal was told. */
async function said(script: string, file: string, text: string) {
  const path = join(folder, file)
  await writeFile(path, text)
  const output = await npm(['run', script], folder).then(
    () => 'All tests passed.',
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  )
  await rm(path)
  const told = [...output.matchAll(/run-emulator: (?:the journal|nothing was asked) of project ([\w.-]+)/g)]
  return { output, told: told.map(([, name]) => name!).sort() }
}

const helpers = `
  import OpenAI from 'openai'
  const list = (emulator) => new OpenAI({ ...emulator.client, maxRetries: 0 }).models.list()
  const failed = { id: 'run_1', status: 'failed', last_error: { code: 'server_error', message: 'Sorry.' } }
`

it('vitest: of each test that fails, and of each attempt, the journal is told', async () => {
  const { output, told } = await said(
    'test',
    'vitest/broken.test.js',
    `${helpers}
    import { createTest, test as lenient } from 'run-emulator/vitest'
    import { afterEach, beforeEach, describe, expect } from 'vitest'
    const test = createTest({ strict: true })
    describe.concurrent('side by side', () => {
      for (const name of ['one', 'two', 'three'])
        test(name, async ({ emulator, expect }) => { await list(emulator); expect(name).toBe('two') })
    })
    test.for([1, 2])('row %i', async (n, { emulator }) => { await list(emulator); expect(n).toBe(1) })
    let tries = 0
    test('at second try', { retry: 1 }, async ({ emulator }) => { await list(emulator); expect(tries++).toBe(1) })
    test('left behind', ({ emulator }) => emulator.next('hello'))
    lenient('left behind, as is allowed', ({ emulator }) => emulator.next('hello'))
    test.fails('meant to fail', async ({ emulator }) => { await list(emulator); throw new Error('on purpose') })
    describe('hook after', () => {
      afterEach(() => { throw new Error('in a hook') })
      test('same name', async ({ emulator }) => { await list(emulator) })
    })
    describe('hook before', () => {
      test.beforeEach(async ({ emulator }) => { await list(emulator); throw new Error('in a hook') })
      test('same name', async ({ emulator }) => {})
    })
    test('a status', ({ emulator }) => expect(failed).toHaveStatus('completed'))`,
  )
  expect(told).toEqual([
    'a-status',
    'at-second-try',
    'hook-after-same-name',
    'hook-before-same-name',
    'left-behind',
    'row-2',
    'side-by-side-one',
    'side-by-side-three',
  ])
  expect(output).toMatch(/journal of project side-by-side-one\n {2}1\. GET \/v1\/models {2}200\n/)
  expect(output).toContain('Expected unused: 0; there is 1: hello')
  expect(output).toContain('Expected a run that is completed. run_1 is failed: server_error, Sorry.')
})

it('jest: also of tests that run side by side, each by its name', async () => {
  const { output, told } = await said(
    'test:jest',
    'jest/broken.test.js',
    `${helpers}
    import { createWithEmulator } from 'run-emulator/jest'
    const withEmulator = createWithEmulator({ strict: true })
    describe('outer', () => {
      test('fails', withEmulator(async (emulator) => { await list(emulator); expect(failed).toHaveStatus('completed') }))
    })
    test('left behind', withEmulator((emulator) => void emulator.next('hello')))
    test('passes', withEmulator(async (emulator) => void (await list(emulator))))
    test('out of time', withEmulator(() => new Promise(() => {})), 100)
    for (const name of ['one', 'two', 'three'])
      test.concurrent(name, withEmulator(async (emulator) => { await list(emulator); expect(name).toBe('two') }))`,
  )
  expect(told).toEqual(['left-behind', 'one', 'out-of-time', 'outer-fails', 'three'])
  expect(output).toContain('Expected unused: 0; there is 1: hello')
  expect(output).toContain('Expected a run that is completed. run_1 is failed: server_error, Sorry.')
})

it('node:test: as diagnostics of the test', async () => {
  const { output, told } = await said(
    'test:node',
    'node-test/broken.test.js',
    `${helpers}
    import { test } from 'node:test'
    import { createWithEmulator } from 'run-emulator/node-test'
    const withEmulator = createWithEmulator({ strict: true })
    test('fails', withEmulator(async (emulator) => { await list(emulator); emulator.verify({ runs: [{ model: 'gpt-4o' }] }) }))
    test('left behind', withEmulator((emulator) => emulator.next('hello')))
    test('out of time', { timeout: 100 }, withEmulator(() => new Promise((resolve) => setTimeout(resolve, 2000))))
    test('passes', withEmulator(async (emulator) => { await list(emulator) }))`,
  )
  expect(told).toEqual(['fails', 'left-behind', 'out-of-time'])
  expect(output).toContain('Expected 1 run with model: "gpt-4o"; there were 0.')
  expect(output).toContain('Expected unused: 0; there is 1: hello')
})
