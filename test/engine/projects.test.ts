import { expect, test } from 'vitest'
import { FileStorage } from '../../src/engine/files/storage.ts'
import type { Entry } from '../../src/engine/journal/entry.ts'
import { Journal } from '../../src/engine/journal/journal.ts'
import type { Project } from '../../src/engine/project.ts'
import { Projects, type WorldOptions } from '../../src/engine/projects.ts'
import { reader } from '../../src/http/faults/index.ts'
import { Catalog } from '../../src/scenario/catalog.ts'

function worlds(limits: WorldOptions['limits'] = {}, leaving: (project: Project) => void = () => {}) {
  let now = 0
  const projects = new Projects({
    clock: 'skip',
    seed: '0',
    salt: '0',
    catalog: new Catalog(reader),
    storage: new FileStorage(),
    limits,
    leaving,
    wall: () => now,
  })
  const names = () => [...projects].map(({ name }) => name)
  return { projects, names, pass: (ms: number) => (now += ms) }
}

function followed(project: Project, assistant_id: string) {
  const draft = project.draftRun(project.threads.draft({}), { assistant_id }, [])
  return project.startRun(draft, project.catalog.get('slow'), true).follower!
}

test.each(['new', 'known'])(
  'a project that nobody has used for too long is dropped when another is used: a %s one',
  (next) => {
    const { projects, names, pass } = worlds({ idle: 1000 })
    for (const name of ['default', 'old', 'known', 'busy']) projects.get(name)
    pass(500)
    projects.get('known')
    for (let n = 0; n < 9; n++) {
      pass(100)
      projects.get('busy')
    }
    projects.get(next)
    expect(names()).toEqual(next === 'new' ? ['default', 'known', 'busy', 'new'] : ['default', 'busy', 'known'])
  },
)

test('idle projects go one by one, each when its time has come, while two others are used in turn', () => {
  const { projects, names, pass } = worlds({ idle: 1000 })
  for (const name of ['a', 'b', 'c']) {
    projects.get(name)
    pass(300)
  }
  const left: string[][] = []
  for (let n = 0; n < 6; n++) {
    projects.get('x')
    projects.get('y')
    left.push(names().filter((name) => name < 'x'))
    pass(200)
  }
  expect(left).toEqual([['a', 'b', 'c'], ['a', 'b', 'c'], ['b', 'c'], ['b', 'c'], ['c'], []])
})

test('who is told of a project that goes may look at it, and nobody else is lost', () => {
  const looked: string[] = []
  const { projects, names, pass } = worlds({ idle: 1000 }, ({ name }) => {
    looked.push(name, String(projects.get('known') === known))
    projects.get(name)
  })
  projects.get('old')
  pass(500)
  const known = projects.get('known')
  projects.get('other')
  pass(1000)
  expect(projects.get('known')).toBe(known)
  expect([names(), looked]).toEqual([
    ['other', 'known'],
    ['old', 'true'],
  ])
})

test('as many as may be are left alone', () => {
  const { projects, names } = worlds({ count: 2 })
  const [a, b] = ['a', 'b'].map((name) => projects.get(name))
  expect([projects.get('a') === a, projects.get('b') === b]).toEqual([true, true])
  expect(names()).toEqual(['a', 'b'])
})

test('of too many projects the one used longest ago goes', () => {
  const { projects, names } = worlds({ count: 3 })
  for (const name of ['a', 'b', 'c', 'a', 'd', 'e']) projects.get(name)
  expect(names()).toEqual(['a', 'd', 'e'])
})

test('a project whose stream is open is in use, until it closes', () => {
  const { projects, names, pass } = worlds({ idle: 1000 })
  const assistant = projects.get('streams').createAssistant({ model: 'gpt-4o', instructions: 'Talk.' })
  const stream = followed(projects.get('streams'), assistant.id)
  projects.get('idle')
  projects.get('last')
  pass(2000)
  projects.get('a')
  expect(names()).toEqual(['last', 'streams', 'a'])
  stream.leave()
  pass(500)
  projects.get('last')
  pass(1)
  projects.get('b')
  expect(names()).toEqual(['streams', 'a', 'last', 'b'])
  pass(2000)
  projects.get('c')
  expect(names()).toEqual(['b', 'c'])
})

test('an answer that is held back is waited for', () => {
  const { projects, names, pass } = worlds({ idle: 1000 })
  const leaves = new AbortController()
  void projects.get('held').pauses.pass('for ever', leaves.signal)
  projects.get('last')
  pass(2000)
  projects.get('a')
  expect(names()).toEqual(['last', 'held', 'a'])
  leaves.abort()
  pass(2000)
  projects.get('b')
  expect(names()).toEqual(['a', 'b'])
})

test('there are never more than may be: of those that are all in use the oldest goes', () => {
  const { projects, names } = worlds({ count: 2 })
  for (const name of ['a', 'b', 'c']) {
    const assistant = projects.get(name).createAssistant({ model: 'gpt-4o', instructions: 'Talk.' })
    followed(projects.get(name), assistant.id)
  }
  expect(names()).toEqual(['b', 'c'])
})

test('a dropped project is made anew', () => {
  const { projects } = worlds({ count: 1 })
  const before = projects.get('a')
  before.threads.create({})
  projects.get('b')
  expect(projects.get('a')).not.toBe(before)
  expect(projects.get('a').threads.all.size).toBe(0)
})

test('all records together are bounded: those of projects used longest ago are emptied', () => {
  const { projects } = worlds({ records: 100_000 })
  for (let n = 0; n < 10; n++) {
    const { journal } = projects.get(`p${n}`)
    const entry = { n: journal.next(), url: '/', body: 'x'.repeat(20_000) } as Entry
    journal.add(entry)
    entry.ended = { at: 0, wall: 0, byHand: 0, how: 'complete' }
    journal.settle(entry)
  }
  expect([...projects].map(({ journal }) => journal.size)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
  expect(projects.get('p0').journal.dropped).toBe(1)
})

test('an answer that goes on counts while it does, and when its entry has gone nothing more of it is kept', () => {
  const { projects } = worlds({ records: 100_000 })
  const open = (name: string): [Journal, Entry] => {
    const { journal } = projects.get(name)
    const entry = { n: journal.next(), url: '/' } as Entry
    journal.add(entry)
    return [journal, entry]
  }
  const piece = { at: 0, wall: 0, data: 'x'.repeat(40_000) }
  const [old, told] = open('old')
  old.addPiece(told, piece)
  expect(old.bytes).toBeGreaterThan(40_000)
  const [young, telling] = open('young')
  young.addPiece(telling, piece)
  young.addPiece(telling, piece)
  expect([old.size, old.bytes, young.size]).toEqual([0, 0, 1])
  old.addPiece(told, piece)
  told.ended = { at: 0, wall: 0, byHand: 0, how: 'complete' }
  old.settle(told)
  expect([told.pieces, old.bytes]).toEqual([undefined, 0])
})

test('a journal that drops an answer which goes on counts it out', () => {
  const journal = new Journal({ entries: 1, bytes: 1_000_000 })
  const add = () => {
    const entry = { n: journal.next(), url: '/' } as Entry
    journal.add(entry)
    return entry
  }
  const empty = (add(), journal.bytes)
  journal.addPiece(add(), { at: 0, wall: 0, data: 'x'.repeat(1000) })
  add()
  expect(journal.bytes).toBe(empty)
})
