import type { Run } from '../run/objects.ts'
import { waitsFor } from './by_hand.ts'
import type { Asker } from './deeds.ts'
import { retold } from './history.ts'
import { maskData } from './journal/mask.ts'
import type { Project } from './project.ts'

/** A run as a test sees it: more than any client is shown. */
export interface RunInspection {
  run: Run
  scenario: string
  /** What keeps it from going on, such as `2 polls`, `gate approval` or `tool outputs`; null once it has ended. */
  waits_for: string | null
  /** The line of the script that is being played, as `file:line`; null after the last, and once it has ended. */
  line: string | null
  /** All that was asked of it and what happened, oldest first, without secrets; of a long run the beginning is left out. */
  history: HistoryEntry[]
  /** How many entries of the history were left out. */
  dropped: number
}

export interface HistoryEntry {
  at: string
  by: Asker
  /** The line of the script that asked, as `file:line`. */
  where?: string
  /** What was asked: a command with what goes with it, or a literal event of the script. */
  asked: object
  events: { event: string; data: unknown }[]
}

/** @throws ControlError */
export function inspectRun(project: Project, id: string): RunInspection {
  const node = project.findRun(id)
  const history = project.histories.of(id) ?? { from: node.state, deeds: [] }
  return {
    run: node.run,
    scenario: node.scenario.name,
    waits_for: waitsFor(node),
    line: node.active?.play.where ?? null,
    history: retold(history).map(({ at, by, where, asked, events }) => ({
      at: new Date(at).toISOString(),
      by,
      ...(where !== undefined && { where }),
      asked: maskData(asked) as object,
      events: events.map(({ event, data }) => ({ event, data: maskData(data) })),
    })),
    dropped: node.deeds - history.deeds.length,
  }
}

/** All runs of a project in short, oldest thread first. */
export function listRuns(project: Project) {
  return [...project.threads.all.values()].flatMap(({ runs }) =>
    [...runs].map((node) => ({
      id: node.id,
      thread_id: node.run.thread_id,
      status: node.run.status,
      scenario: node.scenario.name,
      waits_for: waitsFor(node),
    })),
  )
}
