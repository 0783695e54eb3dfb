import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import OpenAI from 'openai'
import { afterAll, describe, expect, test } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { watch } from '../../src/cli/watch.ts'
import type { World } from '../../src/cli/world.ts'
import { createEmulator } from '../../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'run-emulator-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, yaml: string): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, yaml)
  return path
}

async function run(...args: string[]) {
  const told = { out: '', err: '' }
  const world: World = {
    stdout: { write: (text) => (told.out += text) },
    stderr: { write: (text) => (told.err += text) },
    cwd: () => folder,
    on: () => {},
    off: () => {},
    exit: () => {},
  }
  return { code: await main(args, {}, world), ...told }
}

describe('lint', () => {
  test('tells all mistakes of all files at once, and what can never happen', async () => {
    const bad = file('bad.yaml', 'script:\n  - mesage: x\n  - status: complete\n')
    const odd = file('odd.yaml', 'script:\n  - status: failed\n  - message: never\n')
    const { code, out } = await run('lint', bad, odd)
    expect(code).toBe(1)
    expect(out.split('\n').map((line) => line.replace(folder, ''))).toEqual([
      expect.stringMatching(/^\/bad\.yaml:2:5: error: unknown word "mesage"\. Did you mean "message"\?/),
      expect.stringMatching(/^\/bad\.yaml:3:13: error: "complete" is not known here: .* Did you mean "completed"\?$/),
      '/odd.yaml:3: warning: this line is never reached: the run has ended (failed)',
      '3 findings in 2 scenarios.',
      '',
    ])
  })

  test('for machines it is a JSON list', async () => {
    const { out, code } = await run(
      'lint',
      '--json',
      file('odd.yaml', 'script:\n  - status: failed\n  - message: never\n'),
    )
    expect(code).toBe(1)
    expect(JSON.parse(out)).toEqual([
      {
        file: join(folder, 'odd.yaml'),
        line: 3,
        level: 'warning',
        message: 'this line is never reached: the run has ended (failed)',
      },
    ])
  })

  test('a file is checked once, however often it is named, and nothing to check is no success', async () => {
    const path = file('twice/good.yaml', 'script: [message]\n')
    expect(await run('lint', path, dirname(path))).toMatchObject({ code: 0, out: 'No problems in 1 scenario.\n' })
    mkdirSync(join(folder, 'bare'), { recursive: true })
    writeFileSync(join(folder, 'bare', 'a.json'), '{}')
    expect(await run('lint', path, join(folder, 'bare'))).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^run-emulator: there is no scenario in ".*bare": no file \.yaml or \.yml\. See/),
    })
  })

  test('notes do not fail it', async () => {
    expect(await run('lint', file('held.yaml', 'script:\n  - hold\n'))).toMatchObject({
      code: 0,
      out: expect.stringContaining('note: the run rests only when it is cancelled or expires'),
    })
  })

  test('without a file it needs a folder scenarios/', async () => {
    expect(await run('lint')).toMatchObject({
      code: 2,
      err: 'run-emulator: there is no folder scenarios/ here: name the files to check. See run-emulator --help.\n',
    })
  })

  test('the shipped scenarios are sound', async () => {
    expect(await run('lint', 'scenarios')).toMatchObject({ code: 0 })
  })
})

describe('scenarios', () => {
  test('are listed, a line each, yours marked', async () => {
    const { out } = await run('scenarios', '--scenarios', file('mine.yaml', 'description: Mine.\n'))
    expect(out).toMatch(/^hello +Says hello in one short message and completes\.$/m)
    expect(out).toMatch(/^mine +Mine\. \(yours\)$/m)
  })

  test('show draws one', async () => {
    expect((await run('scenarios', 'show', 'tool-call')).out).toMatch(/^requires_action\nqueued\nin_progress$/m)
    expect(await run('scenarios', 'show', 'tol-call')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean "tool-call"?'),
    })
    expect(await run('scenarios', 'paint')).toMatchObject({ code: 2 })
  })
})

test('schema prints a JSON Schema', async () => {
  expect(JSON.parse((await run('schema')).out)).toMatchObject({
    $schema: expect.stringContaining('2020-12'),
    properties: { script: expect.anything(), match: expect.anything() },
  })
})

test('an edit takes effect on the next run, a broken one keeps the version before and says why', async () => {
  const path = file('watched.yaml', 'script:\n  - message: one\n')
  const emulator = createEmulator({ scenarios: path })
  const openai = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch })
  const assistant = await openai.beta.assistants.create({ model: 'gpt-4o', instructions: 'x' })
  const says = async () => {
    const run = await openai.beta.threads.createAndRunPoll({
      assistant_id: assistant.id,
      metadata: { emulator_scenario: 'watched' },
    })
    const [content] = (await openai.beta.threads.messages.list(run.thread_id)).data[0]!.content
    return content?.type === 'text' && content.text.value
  }
  let heard: (line: string) => void = () => {}
  const unwatch = await watch([path], emulator, (line) => heard(line))
  const edit = (yaml: string) => {
    const line = new Promise<string>((resolve) => (heard = resolve))
    writeFileSync(path, yaml)
    return line
  }
  expect(await says()).toBe('one')
  expect(await edit('script:\n  - message: two\n')).toBe(`${path} was read again.`)
  expect(await says()).toBe('two')
  expect(await edit('script:\n  - mesage: three\n')).toMatch(
    /is wrong; what was there before stays\. .*watched\.yaml:2:5: unknown word "mesage"/,
  )
  expect(await says()).toBe('two')
  await unwatch()
})

test('a file that is called like another one does not take its place, nor take it along when it goes', () => {
  const first = file('twin/one.yaml', 'script:\n  - message: one\n')
  const emulator = createEmulator({ scenarios: dirname(first) })
  const second = file('twin/deep/one.yml', 'script:\n  - message: two\n')
  expect(() => emulator.reload(second)).toThrow(`${second}:1:1: ${first} is called "one" too`)
  rmSync(second)
  emulator.reload(second)
  expect(emulator.scenarios.text('one')).toContain('message: one')

  renameSync(first, second)
  emulator.reload(second)
  emulator.reload(first)
  expect(emulator.scenarios.text('one')).toContain('message: one')
  emulator.reload(`${dirname(first)}/deep/../deep/one.yml`)
  rmSync(second)
  emulator.reload(second)
  expect(() => emulator.scenarios.text('one')).toThrow(
    /^There is no scenario "one"\..* None of your own is loaded\. "run-emulator scenarios" lists those that come with it\.$/,
  )
})

test('one that there is not is told with the names of yours, and no more of them than one reads', () => {
  const names = Array.from({ length: 23 }, (_, n) => `mine-${String(n).padStart(2, '0')}`)
  const emulator = createEmulator({ scenarios: Object.fromEntries(names.map((name) => [name, 'script: [message]'])) })
  expect(() => emulator.next('nobody')).toThrow(/Yours: mine-00, mine-01, .*, mine-19 and 3 more\. "run-emulator/)
  expect(() => emulator.next('mine-1')).toThrow('There is no scenario "mine-1". Did you mean "mine-01"?')
})
