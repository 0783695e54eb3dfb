import type { Event } from '../run/events.ts'
import { isAtRest, isTerminal } from '../run/lifecycle.ts'
import type { Counts } from './coverage/counts.ts'
import { noteEvents } from './coverage/note.ts'
import { after, type Deed } from './deeds.ts'
import { Follower } from './follower.ts'
import type { Histories } from './history.ts'
import type { ActiveRun, RunNode } from './nodes.ts'

export interface TellingOptions {
  histories: Histories
  coverage: Counts
  /** Called when a run has come to its end, before its followers are let go. */
  ended: (node: RunNode, active: ActiveRun) => void
}

/** What was decided is told: the run is its fold, its thread gets its messages, and whoever follows it hears of it. */
export class Telling {
  readonly #histories: Histories
  readonly #coverage: Counts
  readonly #ended: TellingOptions['ended']

  constructor({ histories, coverage, ended }: TellingOptions) {
    this.#histories = histories
    this.#coverage = coverage
    this.#ended = ended
  }

  /** Someone to be told of all that happens from now on until the run rests. */
  follow(node: RunNode): Follower {
    const follower = new Follower((left) => {
      if (node.active) node.active.followers = node.active.followers.filter((each) => each !== left)
    })
    node.active?.followers.push(follower)
    return follower
  }

  tell(node: RunNode, deed: Deed, events: Event[]): void {
    noteEvents(this.#coverage, node.run, events)
    this.#histories.note(node.state, deed)
    node.deeds++
    node.state = after(node.state, deed, events)
    for (const event of events)
      if (event.event === 'thread.message.completed' || event.event === 'thread.message.incomplete')
        node.thread.put(event.data)
    const { active, run } = node
    if (!active) return
    for (const follower of active.followers) follower.push(events)
    if (isTerminal(run.status)) this.#end(node, active)
    else if (isAtRest(run.status)) this.dismiss(active)
  }

  /** Nothing more is told to those who follow a run now. */
  dismiss({ followers }: ActiveRun): void {
    for (const follower of followers.splice(0)) follower.end()
  }

  /** Its thread is free again, and what only an active run needs is dropped. */
  #end(node: RunNode, active: ActiveRun): void {
    const { thread } = node
    this.#ended(node, active)
    node.active = undefined
    if (thread.active === node) thread.active = undefined
    this.dismiss(active)
  }
}
