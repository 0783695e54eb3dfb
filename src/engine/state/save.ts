import { isUtf8 } from 'node:buffer'
import type { Scenario } from '../../scenario/scenario.ts'
import { ControlError } from '../control_error.ts'
import type { FileNode } from '../files/files.ts'
import type { History } from '../history.ts'
import { saveJournal } from '../journal/stored.ts'
import type { RunNode, ThreadNode } from '../nodes.ts'
import { Numbers } from '../numbers.ts'
import type { Project } from '../project.ts'
import { rest } from '../vector_stores/ingestion.ts'
import type { VectorStoreNode } from '../vector_stores/nodes.ts'
import { sealOf } from './seal.ts'
import {
  type State,
  stateVersion,
  type StoredFile,
  type StoredRun,
  type StoredThread,
  type StoredVectorStore,
} from './document.ts'

// A longer text than this, JSON cannot hold.
const mostBytes = 256 * 2 ** 20

/**
 * All that a project has, as plain data: nothing in it is the project's own any more once it is printed. The entries of its journal and
 * the histories of its runs are left out where there is no room for them, or if `records` says so.
 * @throws ControlError
 */
export function saveState(project: Project, { records = true } = {}): State {
  const { assistants, files, vectorStores, threads, clock, journal, histories } = project
  const bytes = [...files.all].reduce((sum, { content }) => sum + content.bytes, 0)
  if (bytes > mostBytes)
    throw new ControlError(
      'too_large',
      `The files have ${bytes} bytes, more than the ${mostBytes} that can be exported.`,
    )
  const kept = records && bytes + journal.bytes + histories.bytes <= mostBytes
  const scenarios = new Numbers<Scenario>()
  const now = clock.now()
  const objects: State = {
    run_emulator_state: stateVersion,
    assistants: [...assistants],
    files: [...files.all].map(savedFile),
    vector_stores: [...vectorStores.all].map((node) => savedStore(node, now)),
    threads: [...threads.all.values()].map((node) => savedThread(node, scenarios)),
  }
  const emulator = {
    clock: { mode: clock.mode, now },
    origin: project.origin.save(),
    tally: project.tally.save(),
    used: project.choice.used.save(),
    drawn: project.choice.drawn.save(),
    gates: project.gates.save(),
    queue: project.queue.save(),
    faults: project.injected.save(),
    own: project.catalog.save(),
    scenarios: scenarios.all,
    journal: saveJournal(journal, { entries: kept }),
    histories: kept ? savedHistories(project) : [],
  }
  return { ...objects, emulator: { ...emulator, seal: sealOf({ ...objects, emulator }) } }
}

function savedFile({ file, content }: FileNode): StoredFile {
  const bytes = content.whole()
  return { ...file, ...(isUtf8(bytes) ? { content: bytes.toString() } : { content_base64: bytes.toString('base64') }) }
}

function savedStore({ store, files, batches, made }: VectorStoreNode, now: number): StoredVectorStore {
  return {
    ...store,
    files: [...files].map((node) => ({ file: node.file, ingestion: rest(node, now) })),
    batches: [...batches].map((node) => ({ batch: node.batch, file_ids: [...node.files].map(({ id }) => id) })),
    made,
  }
}

function savedThread({ thread, messages, runs, made }: ThreadNode, scenarios: Numbers<Scenario>): StoredThread {
  return {
    ...thread,
    messages: [...messages],
    runs: [...runs].map((node) => savedRun(node, scenarios.of(node.scenario))),
    made,
  }
}

/** Of runs that are still there. */
function savedHistories({ histories, threads }: Project): History[] {
  return histories.save().filter(({ from: { run } }) => threads.all.get(run.thread_id)?.runs.get(run.id))
}

function savedRun({ state, tally, deeds, active }: RunNode, scenario: number): StoredRun {
  return {
    ...state,
    scenario,
    deeds,
    ...(tally && { tally: tally.save() }),
    ...(active && {
      active: {
        assistant: active.assistant,
        request: active.request,
        play: active.play,
        due: active.work?.due ?? null,
      },
    }),
  }
}
