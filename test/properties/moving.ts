import { expect } from 'vitest'
import type { Emulator } from '../../src/index.ts'
import { newEmulator, type Place, type World } from './world.ts'

/** All that an emulator answers about the projects, but for histories, which are no part of a state, and journals. */
export async function everything({ places }: World, emulator: Emulator): Promise<object> {
  const projects: Record<string, object> = {}
  for (const place of places) projects[place.name] = await project(place, emulator)
  return projects
}

async function project({ name, threads }: Place, { fetch, url, project }: Emulator): Promise<object> {
  const read = async (path: string) => {
    const headers = { authorization: 'Bearer any', 'openai-beta': 'assistants=v2', 'openai-project': name }
    const response = await fetch(path.startsWith('/_') ? new URL(path, url) : url + path, { headers })
    return response.json() as Promise<{ data: { id: string }[] }>
  }
  const answers: Record<string, unknown> = {}
  const note = async (path: string) => (answers[path] = await read(path))
  for (const path of ['clock', 'seed', 'next', 'faults', 'runs']) await note(`/_emulator/${path}`)
  await note('/assistants?limit=100')
  for (const { id } of threads) {
    await note(`/threads/${id}`)
    await note(`/threads/${id}/messages?limit=100`)
    const { data = [] } = (await note(`/threads/${id}/runs?limit=100`)) as { data?: { id: string }[] }
    for (const run of data) {
      await note(`/threads/${id}/runs/${run.id}/steps?limit=100`)
      const { history: _, dropped: __, ...rest } = project(name).runs.get(run.id)
      answers[run.id] = rest
    }
  }
  return answers
}

/** Exports all projects into an emulator that has nothing yet. */
export async function moved({ emulator, places }: World): Promise<Emulator> {
  const other = newEmulator()
  const exported = await emulator.fetch(new URL('/_emulator/state?project=*', emulator.url))
  const imported = await other.fetch(new URL('/_emulator/state?project=*', other.url), {
    method: 'PUT',
    body: await exported.text(),
  })
  expect(await imported.json()).toEqual({ projects: emulator.projects() })
  for (const { name } of places) {
    const [journal, before] = [other, emulator].map((each) => each.project(name).journal({ wall_ms: false }))
    expect(journal, 'an imported journal').toEqual(before)
  }
  return other
}

/** A stream does not move along, and while it is followed a run waits for no reads (decisions 6). */
async function leaveStreams({ places }: World): Promise<void> {
  for (const run of places.flatMap(({ runs }) => runs)) {
    run.watcher?.abort()
    run.watcher = undefined
  }
  for (let n = 0; n < 5; n++) await new Promise((resolve) => setImmediate(resolve))
}

/** From here on the story goes on in an emulator into which the state was imported; it answers the same. */
export async function move(world: World): Promise<void> {
  await leaveStreams(world)
  const before = await everything(world, world.emulator)
  const other = await moved(world)
  expect(await everything(world, other), 'an imported state').toEqual(before)
  await other.fetch(new URL('/_emulator/journal?project=*', other.url), { method: 'DELETE' })
  for (const place of world.places) {
    place.sent = []
    for (const list of [place.assistants, ...place.threads.map(({ messages }) => messages)])
      list.splice(0, Infinity, ...list.filter(({ gone }) => !gone))
    for (const run of place.runs) run.moved = true
  }
  await world.emulator.close()
  world.emulator = other
}

/** The same things happen to the story and to its copy, and both end the same. */
export async function expectSameFuture(world: World): Promise<void> {
  await leaveStreams(world)
  const copy = await moved(world)
  const both = [world.emulator, copy]
  for (const emulator of both)
    for (const { name } of world.places) {
      const { clock } = emulator.project(name)
      await clock.advance('2s')
      emulator.project(name).openGate('g')
      await clock.advance('5m')
      await clock.advance('10m')
    }
  const [own, others] = await Promise.all(both.map((emulator) => everything(world, emulator)))
  expect(others, 'the future of an imported state').toEqual(own)
  await copy.close()
}
