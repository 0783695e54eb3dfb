import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Keeper } from '../../src/cli/keep.ts'
import { createEmulator, type Emulator } from '../../src/index.ts'
import { run, start } from './program.ts'

let folder: string
let path: string
let emulator: Emulator
let said: string[]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  folder = mkdtempSync(join(tmpdir(), 'run-emulator-keep-'))
  path = join(folder, 'state.json')
  said = []
  emulator = createEmulator()
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true, force: true })
})

const keeperOf = async (file = path, of = emulator) => {
  const keeper = new Keeper(file, of, (line) => void said.push(line))
  await keeper.load('skip')
  return keeper
}
const make = (id: string) => emulator.state.add({ threads: [{ id: `thread_${id}` }] })
/** The journals speak of threads too. */
const there = (file = path) =>
  existsSync(file) ? [...new Set(readFileSync(file, 'utf8').match(/thread_\w+/g) ?? [])] : undefined

/** Lets what was begun end: nothing in it waits for a clock. */
async function settled(done: () => boolean): Promise<void> {
  for (let turns = 0; !done(); turns++) {
    if (turns > 100_000) throw new Error('It did not come to an end.')
    await turn()
  }
  for (let turns = 0; turns < 10; turns++) await turn()
}

describe('while the server runs', () => {
  it('saves a second after the first change, once for many, and rests where nothing changes', async () => {
    const save = vi.spyOn(emulator, 'saveState')
    const keeper = await keeperOf()
    await make('a')
    for (let n = 0; n < 10; n++) {
      keeper.touch()
      vi.advanceTimersByTime(99)
    }
    vi.advanceTimersByTime(9)
    await turn()
    expect(save).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    await settled(() => there()?.length === 1)
    vi.advanceTimersByTime(100_000)
    expect(save).toHaveBeenCalledTimes(1)
    expect(readdirSync(folder)).toEqual(['state.json'])
    await make('b')
    keeper.touch()
    vi.advanceTimersByTime(1000)
    await settled(() => there()?.length === 2)
    expect(said).toEqual([])
  })

  it('takes at most a twentieth of the time, however long saving takes', async () => {
    const keeper = await keeperOf()
    const save = vi.spyOn(emulator, 'saveState').mockImplementation(async () => {
      vi.advanceTimersByTime(500)
      keeper.touch()
    })
    keeper.touch()
    vi.advanceTimersByTime(1000)
    for (let n = 0; n < 10; n++) await turn()
    vi.advanceTimersByTime(9_999)
    await turn()
    expect(save).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1)
    await turn()
    expect(save).toHaveBeenCalledTimes(2)
  })

  it('says once why it cannot save, and tries again', async () => {
    const keeper = await keeperOf()
    const save = vi.spyOn(emulator, 'saveState').mockRejectedValue(new Error('ENOSPC: no space left on device'))
    for (let n = 1; n <= 3; n++) {
      keeper.touch()
      vi.advanceTimersByTime(1000)
      for (let turns = 0; turns < 10; turns++) await turn()
      expect(save).toHaveBeenCalledTimes(n)
    }
    expect(said).toEqual([expect.stringMatching(/could not be saved; it is tried again .* ENOSPC/)])
    save.mockRestore()
    await make('a')
    keeper.touch()
    vi.advanceTimersByTime(1000)
    await settled(() => there()?.length === 1)
  })

  it('a server saves what clients change, without being asked', async () => {
    const program = start(['--port', '0', '--state', path, '--quiet'])
    const url = await program.url
    const headers = { authorization: 'Bearer any', 'openai-beta': 'assistants=v2' }
    await fetch(`${url}/threads`, { method: 'POST', headers })
    vi.advanceTimersByTime(1000)
    await settled(() => there()?.length === 1)
    // Looking is no change.
    const { ino } = statSync(path)
    await fetch(new URL('/_emulator/journal', url))
    vi.advanceTimersByTime(100_000)
    for (let turns = 0; turns < 5000; turns++) await turn()
    expect(statSync(path).ino).toBe(ino)
    vi.useRealTimers()
    program.emit('SIGTERM')
    expect(await program.code).toBe(0)
  })
})

describe('at the end', () => {
  it('saves what was asked while it was being saved', async () => {
    const keeper = await keeperOf()
    const saveState = emulator.saveState
    const save = vi.spyOn(emulator, 'saveState').mockImplementationOnce(async (to) => {
      await saveState(to)
      await make('late')
      keeper.touch()
    })
    await keeper.end()
    expect(save).toHaveBeenCalledTimes(2)
    expect(there()).toEqual(['thread_late'])
    vi.advanceTimersByTime(100_000)
    await turn()
    expect(save).toHaveBeenCalledTimes(2)
  })

  it('waits for the save that has begun', async () => {
    const keeper = await keeperOf()
    const order: string[] = []
    const saveState = emulator.saveState
    vi.spyOn(emulator, 'saveState').mockImplementation(async (to) => {
      order.push('begun')
      await saveState(to)
      order.push('done')
    })
    keeper.touch()
    vi.advanceTimersByTime(1000)
    await keeper.end()
    expect(order).toEqual(['begun', 'done', 'begun', 'done'])
  })

  it('a file that cannot be written is told, and the exit code is 1', async () => {
    vi.useRealTimers()
    const program = start(['--port', '0', '--state', path])
    await program.url
    rmSync(folder, { recursive: true })
    program.emit('SIGTERM')
    expect(await program.code).toBe(1)
    expect(program.stderr).toMatch(/^run-emulator: there is no file or folder ".*state\.json/)
    await expect(fetch(await program.url)).rejects.toThrow('fetch failed')
  })
})

describe('what is not ours is left as it is', () => {
  const foreign: [string, string | Buffer][] = [
    ['a broken file', '{"run_emulator_state":1,"projects":{"default":{"assistants":[{"id":"asst_1'],
    ['another JSON', '{"name":"my-app","version":"1.0.0"}'],
    ['a list', '[]'],
    ['another version', '{"run_emulator_state":2,"projects":{}}'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0xff])],
    ['prose', 'Dear diary,\n'],
  ]
  it.each(foreign)('%s', async (_, content) => {
    writeFileSync(path, content)
    const { code, stderr } = await run(['--port', '0', '--state', path])
    expect(code).toBe(1)
    expect(stderr.startsWith(`${path}:`)).toBe(true)
    expect(readFileSync(path)).toEqual(Buffer.from(content))
    expect(readdirSync(folder)).toEqual(['state.json'])
  })

  it.each([
    ['a folder', () => folder, /is no file\. Name one for --state/],
    ['no folder', () => join(folder, 'none', 'state.json'), /there is no file or folder ".*none"/],
  ])('%s', async (_, file, message) => {
    const { code, stderr } = await run(['--port', '0', '--state', file()])
    expect(code).toBe(1)
    expect(stderr).toMatch(message)
  })

  it.skipIf(process.getuid?.() === 0)('a file that may only be read', async () => {
    writeFileSync(path, '')
    chmodSync(path, 0o400)
    expect((await run(['--port', '0', '--state', path])).stderr).toMatch(/may not be read or written/)
  })

  it('two servers cannot share a file: the first to save has it, the other says so, and nothing is lost', async () => {
    const other = createEmulator()
    const [mine, theirs] = [await keeperOf(), await keeperOf(path, other)]
    await make('mine')
    await mine.end()
    await other.state.add({ threads: [{ id: 'thread_theirs' }] })
    theirs.touch()
    vi.advanceTimersByTime(1000)
    await settled(() => said.length > 0)
    expect(said).toEqual([expect.stringMatching(/state\.json was written by someone else .* a --state of its own\./)])
    await expect(theirs.end()).rejects.toThrow(/written by someone else/)
    expect(there()).toEqual(['thread_mine'])
    await make('more')
    await mine.end()
    expect(there()).toEqual(['thread_mine', 'thread_more'])
  })

  it('a link stays a link, and a file that was taken away is made again', async () => {
    symlinkSync(join(folder, 'real.json'), path)
    writeFileSync(join(folder, 'real.json'), '')
    const keeper = await keeperOf()
    await make('a')
    await keeper.end()
    expect(there(join(folder, 'real.json'))).toEqual(['thread_a'])
    renameSync(join(folder, 'real.json'), join(folder, 'kept.json'))
    await keeper.end()
    expect(there(join(folder, 'real.json'))).toEqual(['thread_a'])
    expect(readdirSync(folder).sort()).toEqual(['kept.json', 'real.json', 'state.json'])
  })
})

it('removes what dead servers left in the middle of saving, and nothing else', async () => {
  const [dead, alive] = [2 ** 22 + 1, process.ppid]
  const names = ['state.json', `state.json.${dead}.tmp`, `state.json.${process.pid}.tmp`, `state.json.${alive}.tmp`]
  const others = ['state.json.tmp', `other.json.${dead}.tmp`, `state.json.${dead}.tmp.txt`]
  for (const name of [...names, ...others]) writeFileSync(join(folder, name), '')
  await keeperOf()
  expect(readdirSync(folder).sort()).toEqual(['state.json', `state.json.${alive}.tmp`, ...others].sort())
})
