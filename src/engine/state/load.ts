import type { Scenario } from '../../scenario/scenario.ts'
import { ControlError } from '../control_error.ts'
import { loadJournal } from '../journal/stored.ts'
import { RunNode, type ThreadNode } from '../nodes.ts'
import type { Project } from '../project.ts'
import type { Projects } from '../projects.ts'
import { Tally } from '../tally.ts'
import type { Inner, State, StoredRun } from './document.ts'
import { contentsOf, loadFile, loadVectorStore } from './files.ts'
import { assistantOf, threadOf } from './objects.ts'
import { mustBeWhole } from './seal.ts'

/** Makes a project what it was when its state was saved: whatever it has now is forgotten. @throws ControlError */
export async function loadState(projects: Projects, name: string, state: State): Promise<void> {
  mustBeWhole(state)
  const contents = await contentsOf(projects.get(name), state.files ?? [])
  projects.reset(name)
  const project = projects.get(name)
  if (state.emulator) loadInner(project, state.emulator)
  loadObjects(project, state, contents)
}

/** Adds objects to a project. @throws ControlError where one of them is there already, or there is no room for all */
export async function addObjects(project: Project, state: State): Promise<void> {
  mustBeNew(project, state)
  mustBeWhole(state, (id) => project.files.all.get(id) !== undefined)
  project.room.mustHold(countOf(state))
  loadObjects(project, state, await contentsOf(project, state.files ?? []))
}

function countOf({ assistants = [], files = [], vector_stores = [], threads = [] }: State): number {
  const taken = vector_stores.flatMap(({ file_ids = [] }) => file_ids)
  const messages = threads.flatMap(({ messages: own = [] }) => own)
  return [assistants, files, vector_stores, taken, threads, messages].reduce((sum, { length }) => sum + length, 0)
}

function loadObjects(project: Project, state: State, contents: Awaited<ReturnType<typeof contentsOf>>): void {
  const now = project.now()
  for (const assistant of state.assistants ?? []) project.assistants.set(assistantOf(assistant, now))
  for (const file of state.files ?? []) loadFile(project, file, contents.get(file.id)!, now)
  for (const store of state.vector_stores ?? []) loadVectorStore(project, store, now)
  for (const stored of state.threads ?? []) {
    const node = threadOf(stored, now)
    project.threads.all.set(node.thread.id, node)
    for (const run of stored.runs ?? []) loadRun(project, node, run, state.emulator?.scenarios ?? [])
  }
}

function loadRun(project: Project, thread: ThreadNode, stored: StoredRun, scenarios: Scenario[]): void {
  const { run, steps, message, content, closed, active, tally, deeds } = stored
  const scenario = scenarios[stored.scenario]!
  const node = new RunNode(run, thread, scenario, active && { ...active, followers: [] })
  node.state = { run, steps, message, content, closed }
  node.deeds = deeds
  if (tally) (node.tally = new Tally()).load(tally)
  project.runs.restore(node, active?.due ?? null)
}

function loadInner(project: Project, inner: Inner): void {
  project.clock.restore(inner.clock.mode, inner.clock.now)
  project.origin.load(inner.origin)
  project.tally.load(inner.tally)
  project.choice.used.load(inner.used)
  project.choice.drawn.load(inner.drawn)
  for (const gate of inner.gates) project.gates.open(gate)
  project.queue.load(inner.queue)
  project.injected.load(inner.faults)
  project.catalog.add(inner.own)
  loadJournal(project.journal, inner.journal, project.name)
  project.histories.load(inner.histories)
}

function mustBeNew({ assistants, files, vectorStores, threads }: Project, state: State): void {
  const there = [
    ...(state.assistants ?? []).filter(({ id }) => assistants.get(id)),
    ...(state.files ?? []).filter(({ id }) => files.all.get(id)),
    ...(state.vector_stores ?? []).filter(({ id }) => vectorStores.all.get(id)),
    ...(state.threads ?? []).filter(({ id }) => threads.all.has(id)),
  ].map(({ id }) => id)
  if (there.length > 0)
    throw new ControlError(
      'already_there',
      `Already there: ${there.join(', ')}. Use other ids, or reset the project first.`,
    )
}
