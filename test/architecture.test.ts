import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** The house (shared/design.md): which way the arrows point, who may know the clock, who knows which package. */
const root = fileURLToPath(new URL('../src/', import.meta.url))

interface File {
  path: string
  lines: number
  /** Without comments and without what stands in quotes. */
  code: string
  imports: string[]
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .map((name): File => {
    const text = readFileSync(join(root, name), 'utf8')
    return {
      path: name.split(sep).join('/'),
      lines: text.trimEnd().split('\n').length,
      code: bare(text),
      imports: imports(text),
    }
  })

/** All that a file refers to, also lazily and by type alone. */
function imports(text: string): string[] {
  const plain = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const words = /(?:\bfrom|\bimport|\brequire(?:\.resolve)?\(|\bimport\()\s*['"`]([^'"`\n]+)['"`]/g
  return [...plain.matchAll(words)].map(([, name]) => name!)
}

function bare(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, '')
}

/** From the top of the house to its ground. A room may know those below it, never one above. */
const rooms = ['main', 'cli', 'testing', 'index', 'emulator', 'http', 'engine', 'scenario', 'run']
/** Files that know nothing of the house, and which it may ask. */
const tools = ['package', 'compile_cache']

const room = (path: string) => /^[^/.]+/.exec(path)![0]
const target = (from: string, name: string) =>
  relative(root, join(root, dirname(from), name))
    .split(sep)
    .join('/')
const local = ({ path, imports }: File) =>
  imports.filter((name) => name.startsWith('.')).map((name) => target(path, name))
const packages = ({ imports }: File) =>
  imports
    .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    )

const arrows = new Map(files.map((file) => [file.path, local(file)]))

/** The shortest way from a file back to itself, if there is one. */
function wayBack(start: string): string[] | undefined {
  const before = new Map([[start, start]])
  for (const [from] of before)
    for (const to of arrows.get(from) ?? []) {
      if (to === start) return way(from, before, [start])
      if (!before.has(to)) before.set(to, from)
    }
  return undefined
}

function way(to: string, before: Map<string, string>, rest: string[]): string[] {
  const from = before.get(to)!
  return from === to ? [to, ...rest] : way(from, before, [to, ...rest])
}

describe('the arrows', () => {
  it('lead from room to room: each file is in a known one', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(
      files.map(({ path }) => room(path)).filter((name) => !rooms.includes(name) && !tools.includes(name)),
    ).toEqual([])
  })

  it.each(rooms)('%s knows no room above it', (name) => {
    const above = rooms.slice(0, rooms.indexOf(name))
    const back = files
      .filter(({ path }) => room(path) === name)
      .flatMap((file) => local(file).map((to) => ({ from: file.path, to })))
      .filter(({ to }) => above.includes(room(to)))
    expect(back).toEqual([])
  })

  it.each(tools)('%s knows no room at all', (name) => {
    expect(files.filter(({ path }) => room(path) === name).flatMap(local)).toEqual([])
  })

  it('never lead back to where they began, not even for a type alone', () => {
    expect(files.flatMap(({ path }) => wayBack(path)?.join(' → ') ?? [])).toEqual([])
  })

  it('end at files that are there', () => {
    const known = new Set(files.map(({ path }) => path))
    expect(files.flatMap(local).filter((to) => to.endsWith('.ts') && !known.has(to))).toEqual([])
  })
})

describe('run/ is pure', () => {
  const inside = files.filter(({ path }) => room(path) === 'run')

  it('and imports nothing but itself', () => {
    const outside = inside.flatMap((file) => [
      ...file.imports.filter((name) => !name.startsWith('.')),
      ...local(file).filter((to) => room(to) !== 'run'),
    ])
    expect(inside.length).toBeGreaterThan(10)
    expect(outside).toEqual([])
  })

  it('and speaks of no time, no chance, and nothing that comes later', () => {
    const words =
      /\b(Promise|async|await|Date|setTimeout|setInterval|setImmediate|queueMicrotask|performance|process|globalThis|console|fetch|crypto|random)\b/
    expect(inside.flatMap(({ path, code }) => words.exec(code)?.map((word) => `${path}: ${word}`) ?? [])).toEqual([])
  })
})

/** Everyone who may speak of real time, and why. Everything else asks the project's clock. */
const timekeepers: Record<string, string> = {
  'engine/clock/real.ts': 'is the wall clock',
  'engine/clock/skip.ts': 'gives the event loop a turn between two moments',
  'engine/clock/virtual.ts': 'gives the event loop a turn between two moments',
  'engine/clock/wall.ts': 'tells how fast a client really was',
  'http/in_process.ts': 'gives the event loop a turn before it answers, as a socket would',
  'http/listen.ts': 'does not wait for ever for sockets to close',
  'http/transport.ts': 'does not wait for ever for a socket to take what was written',
  'http/faults/chunks.ts': 'lets the socket send one chunk before the next',
  'cli/keep.ts': 'saves now and then',
  'cli/signals.ts': 'ends the process even if something hangs',
  'cli/exec.ts': 'measures how long a command took',
}

describe('time', () => {
  const real =
    /\b(Date\.now|setTimeout|setInterval|setImmediate|queueMicrotask|nextTick|hrtime|performance)\b|\bnew Date(?!\w|\(\s*\S)|\bnew Date\(\s*\)/

  it('is spoken of by its keepers alone, and by each of them', () => {
    const speakers = files.filter(
      ({ code, imports }) => real.test(code) || imports.some((name) => name.includes('timers')),
    )
    expect(speakers.map(({ path }) => path).sort()).toEqual(Object.keys(timekeepers).sort())
  })

  it('and chance is nobody: what is drawn follows from the seed', () => {
    const chance = /\b(Math\.random|randomUUID|randomBytes|getRandomValues)\b/
    expect(files.filter(({ code }) => chance.test(code)).map(({ path }) => path)).toEqual([])
  })
})

describe('packages', () => {
  const manifest = JSON.parse(readFileSync(join(root, '../package.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >
  const importers = new Map<string, string[]>()
  for (const file of files)
    for (const name of new Set(packages(file))) importers.set(name, [...(importers.get(name) ?? []), file.path])

  it.each([...importers].filter(([name]) => name !== 'hono' && name !== 'zod'))(
    '%s is imported by one file, so that replacing it changes one',
    (_, by) => {
      expect(by).toHaveLength(1)
    },
  )

  it('are all declared, and all used; those of development end up in the bundle', () => {
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.devDependencies }
    expect([...importers.keys()].filter((name) => !(name in declared))).toEqual([])
    expect(Object.keys(manifest.dependencies!).filter((name) => !importers.has(name))).toEqual([])
  })

  it('of node are named as such', () => {
    expect(files.flatMap(packages).filter((name) => builtinModules.includes(name))).toEqual([])
  })
})

it.each(files.filter(({ lines }) => lines > 100).map(({ path, lines }) => [path, lines] as const))(
  '%s has %i lines: a file over 250 asks to be split',
  (path, lines) => {
    expect(lines).toBeLessThanOrEqual(250)
  },
)
