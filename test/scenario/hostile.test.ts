import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Catalog } from '../../src/scenario/catalog.ts'
import { scenarioFiles } from '../../src/scenario/files.ts'
import { complaint, complaintAbout, reader } from './reading.ts'

const times = (n: number, make: (n: number) => string) => Array.from({ length: n }, (_, i) => make(i))
const letters = 'abcdefghi'.split('')
const bomb = letters.map((name, n) =>
  n === 0
    ? 'a: &a [x, x, x, x, x, x, x, x, x]'
    : `${name}: &${name} [${times(9, () => `*${letters[n - 1]}`).join(', ')}]`,
)

/** Scenario files are user input (issue 3, part 3): each of these once hung, overflowed or went unnoticed. */
describe('a hostile text is refused with a clear word, soon and whole', () => {
  it.each<[string, string, string]>([
    ['a bomb of aliases', bomb.join('\n'), 'x.yaml:6:8: the aliases up to this *e unfold to more than 100000 things'],
    [
      'a bomb where anything may stand',
      `script:\n  - tool_calls: [{ function: { name: f, arguments: { ${bomb.join(', ')} } } }]`,
      'the aliases up to this *e unfold to more than 100000 things',
    ],
    [
      'a cycle where anything may stand',
      'script:\n  - tool_calls: [{ function: { name: f, arguments: &a { x: *a } } }]',
      'x.yaml:2:60: this *a stands inside of &a: it would have no end',
    ],
    ['brackets without end', '['.repeat(500_000), 'x.yaml:1:201: this is nested more than 200 levels deep'],
    ['a list in a list in a list', '- '.repeat(400_000) + 'a', 'this is nested more than 200 levels deep'],
    [
      'brackets that close',
      `script: ${'['.repeat(5000)}${']'.repeat(5000)}`,
      'this is nested more than 200 levels deep',
    ],
    ['mappings without end', '{a: '.repeat(100_000), 'this is nested more than 200 levels deep'],
    ['keys below keys', times(500, (n) => `${' '.repeat(n)}a:`).join('\n'), 'this is nested more than 200 levels deep'],
    [
      'ten million characters',
      'x'.repeat(10_000_000),
      'x.yaml:1:1: this is 10000000 characters long; a scenario may have 1000000',
    ],
    ['forty thousand unknown words', times(40_000, (n) => `key${n}: 1`).join('\n'), 'x.yaml:1:1: unknown word "key0".'],
    ['one key again and again', `{${'a: 1, '.repeat(50_000)}}`, 'x.yaml:1:8: "a" is given twice here'],
    [
      'twenty thousand wrong lines',
      `script:\n${'  - mesage: hi\n'.repeat(20_000)}`,
      'x.yaml:2:5: unknown word "mesage".',
    ],
    ['tabs', '\t- a\n'.repeat(20_000), 'x.yaml:1:1: a tab: YAML is indented with spaces'],
    ['a very long word', `${'x'.repeat(900)}: 1`, `x.yaml:1:1: unknown word "${'x'.repeat(37)}..."`],
  ])('%s', (_, yaml, expected) => {
    const said = complaintAbout(yaml)
    expect(said).toContain(expected)
    expect(said!.split('\n').length, 'nobody reads more').toBeLessThanOrEqual(100)
  })

  it('a long, honest script is read', () => {
    const { script } = reader.yaml('x', `script:\n${'  - message: hi\n'.repeat(10_000)}`)
    expect(script).toHaveLength(10_000)
  })

  it('a literal event that reaches for the prototype changes nothing', () => {
    expect(
      complaintAbout(
        'script:\n  - events:\n      - event: thread.run.failed\n        data: { __proto__: { polluted: 1 } }',
      ),
    ).toBe('x.yaml:4:17: a key cannot be called __proto__')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it.each(['(a+)+$', '(x|x)*y', '([a-z]+)*@'])('the expression %s cannot hang a match', (regex) => {
    const scenario = reader.object('x', { match: { last_message: { regex } } })
    expect(scenario.match).toHaveLength(1)
  })
})

const folder = mkdtempSync(join(tmpdir(), 'run-emulator-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}
const complaintAboutFile = (path: string) => complaint(() => reader.file(path))?.replace(path, 'FILE')

describe('a file', () => {
  it('is called after its name', () => {
    expect(reader.file(file('some/greeting.yaml', 'script: [hold]')).name).toBe('greeting')
  })

  it.each<[string, Uint8Array, string]>([
    [
      'Latin-1',
      Buffer.from('description: caf\xe9\n', 'latin1'),
      'FILE:1:17: this is not UTF-8: save the file in that encoding',
    ],
    [
      'Latin-1 far below',
      Buffer.concat([Buffer.from('script:\n  - message: Grüße, 東京\n  - message: '), Buffer.from([0xff])]),
      'FILE:3:14: this is not UTF-8: save the file in that encoding',
    ],
    [
      'UTF-16',
      Buffer.from('\ufeffscript: [hold]', 'utf16le'),
      'FILE:1:1: this is not UTF-8: save the file in that encoding',
    ],
    [
      'half a character at its end',
      Buffer.from('description: 東').subarray(0, -1),
      'FILE:1:14: this is not UTF-8: save the file in that encoding',
    ],
    [
      'ten megabytes',
      Buffer.alloc(10_000_000, 0x61),
      'FILE:1:1: this is 10000000 characters long; a scenario may have 1000000',
    ],
    [
      'a picture',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      'FILE:1:1: this is not UTF-8: save the file in that encoding',
    ],
  ])('in %s is refused', (name, bytes, expected) => {
    expect(complaintAboutFile(file(`${name}.yaml`, bytes))).toBe(expected)
  })

  it('may begin with a byte order mark, and speak any language', () => {
    const { script } = reader.file(file('marked.yaml', '\ufeffscript:\n  - message: Grüße, 東京 👋\n'))
    expect(script).toMatchObject([{ content: [{ text: 'Grüße, 東京 👋' }] }])
  })

  it('that is none, or is gone, is refused', () => {
    expect(complaintAboutFile(folder)).toMatch(/this is not a file$/)
    expect(complaintAboutFile(join(folder, 'gone.yaml'))).toMatch(/^FILE:1:1: this cannot be read: ENOENT/)
  })
})

describe('a folder', () => {
  it('is read with all below it, but for what is hidden or no file', () => {
    const root = join(folder, 'tree')
    for (const name of ['b.yml', 'a.yaml', 'deep/er/c.yaml', '.hidden.yaml', 'notes.txt', 'd.yaml/inside.txt'])
      file(`tree/${name}`, 'script: [hold]')
    symlinkSync(root, join(root, 'loop'))
    expect(scenarioFiles(root).map((path) => path.slice(root.length + 1))).toEqual([
      'a.yaml',
      'b.yml',
      'deep/er/c.yaml',
    ])
  })

  it('is taken whole or not at all, and all that is wrong is told at once', () => {
    const root = join(folder, 'half')
    file('half/a.yaml', 'script: [hold]')
    file('half/b.yaml', 'scrpt: 1')
    file('half/c.yaml', 'script: 1')
    const catalog = new Catalog(reader)
    const before = catalog.names()
    const said = complaint(() => catalog.add(root))!
    expect(said.split('\n').map((line) => line.slice(root.length + 1).replace(/:\d+: .*/, ''))).toEqual([
      'b.yaml:1',
      'c.yaml:1',
    ])
    expect(catalog.names()).toEqual(before)
  })

  it('cannot have two scenarios of one name', () => {
    const root = join(folder, 'twice')
    const first = file('twice/one/same.yaml', 'script: [hold]')
    const second = file('twice/two/same.yml', 'script: [hold]')
    expect(complaint(() => reader.all(root))).toBe(
      `${second}:1:1: ${first} is called "same" too: a scenario's name is that of its file, so give one another name`,
    )
  })

  it('that does not exist is an error', () => {
    expect(() => scenarioFiles(join(folder, 'nowhere'))).toThrow('ENOENT')
  })
})

describe('an object instead of a file', () => {
  const cycle: Record<string, unknown> = { description: 'x' }
  cycle.script = [{ tool_calls: [{ function: { name: 'f', arguments: cycle } }] }]

  it.each<[string, unknown, string]>([
    ['a list', [], 'a scenario is a mapping with words such as script and match, but this is a list'],
    ['a wrong word', { script: [{ mesage: 'hi' }] }, 'script[0]: unknown word "mesage". Did you mean "message"?'],
    [
      'a function',
      { script: [{ message: () => 'hi' }] },
      'script[0].message: expected what YAML can say, but this is of type function',
    ],
    ['a date', { description: new Date(0) }, 'description: expected what YAML can say, but this is a Date'],
    ['a map', { script: new Map() }, 'script: expected what YAML can say, but this is a Map'],
    ['a bigint', { times: 5n }, 'times: expected what YAML can say, but this is of type bigint'],
    [
      'a hole in a list',
      { script: [undefined] },
      'script[0]: expected what YAML can say, but this is of type undefined',
    ],
    ['itself', cycle, 'this is nested more than 200 levels deep, or contains itself'],
    ['a prototype', JSON.parse('{ "__proto__": { "script": [] } }'), 'a key cannot be called __proto__'],
  ])('with %s is refused', (_, data, expected) => {
    expect(complaint(() => reader.object('x', data))).toMatch(`scenario "x":1:1: `)
    expect(complaint(() => reader.object('x', data))).toContain(expected)
  })

  it('may say undefined for what is not there', () => {
    const { script } = reader.object('x', {
      script: [{ message: 'hi', tool_calls: undefined, after: undefined }],
      match: undefined,
    })
    expect(script).toMatchObject([{ do: 'message' }])
  })

  it('may be without a prototype, and is not changed', () => {
    const data = Object.freeze(Object.assign(Object.create(null) as object, { script: Object.freeze(['hold']) }))
    expect(reader.object('x', data).script).toMatchObject([{ do: 'hold' }])
  })
})
