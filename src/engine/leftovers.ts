import { waitsFor } from './by_hand.ts'
import { pathOf } from './journal/filter.ts'
import type { Project } from './project.ts'

/** What a test should not leave behind without knowing it. */
export interface Leftovers {
  /** Runs that none of the user's scenarios with a `match` took, and why. */
  unmatched: { n: number; request_id: string; run: string | null; why: string }[]
  /** Requests to URLs that the emulator does not know. */
  unknown_routes: { n: number; request_id: string; method: string; path: string }[]
  /** Queued scenarios that no run has used. */
  unused: { scenario: string; times: number }[]
  /** Faults that were put on a number of requests and have not struck them all. */
  unstruck: { fault: string; method: string | null; path: string | null; times: number }[]
  /** Runs that are still active. */
  waiting: { id: string; thread_id: string; status: string; scenario: string; waits_for: string | null }[]
}

export function leftovers(project: Project): Leftovers {
  const entries = [...project.journal]
  return {
    unmatched: entries
      .filter(({ unmatched }) => unmatched !== undefined)
      .map(({ n, request_id, run, unmatched }) => ({ n, request_id, run: run?.id ?? null, why: unmatched! })),
    unknown_routes: entries
      .filter(({ route }) => route === undefined)
      .map((entry) => ({ n: entry.n, request_id: entry.request_id, method: entry.method, path: pathOf(entry) })),
    unused: project.queue.list(),
    unstruck: project.injected
      .list()
      .flatMap(({ fault, method, path, times }) => (times === null ? [] : [{ fault, method, path, times }])),
    waiting: [...project.threads.all.values()].flatMap(({ active }) =>
      active
        ? [
            {
              id: active.id,
              thread_id: active.run.thread_id,
              status: active.run.status,
              scenario: active.scenario.name,
              waits_for: waitsFor(active),
            },
          ]
        : [],
    ),
  }
}
