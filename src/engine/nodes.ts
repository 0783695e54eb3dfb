import type { RunRequest } from '../run/create.ts'
import type { Assistant, Message, Run, Thread } from '../run/objects.ts'
import { newState, type RunState } from '../run/state.ts'
import { messageTokens } from '../run/tokens.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Planned } from './clock/clock.ts'
import { Collection } from './collection.ts'
import type { Follower } from './follower.ts'
import type { Play } from './player/play.ts'
import { notFound } from './not_found.ts'
import type { Tally } from './tally.ts'

/** A thread with what belongs to it. */
export class ThreadNode {
  thread: Thread
  readonly messages = new Collection<Message>()
  readonly runs = new Collection<RunNode>()
  /** The run that locks the thread. */
  active: RunNode | undefined
  /** How many messages were ever made here: ids are counted, not drawn. */
  made = 0
  /** Tokens of all messages, kept as a sum. */
  tokens = 0
  /** The last message of a user, kept so that a turn need not look for it. */
  question: Message | undefined

  constructor(thread: Thread) {
    this.thread = thread
  }

  /** Puts a message last, or in place of the one with its id. */
  put(message: Message): void {
    const before = this.messages.set(message)
    this.tokens += messageTokens(message) - (before ? messageTokens(before) : 0)
    if (message.role === 'user' && (!before || this.question === before)) this.question = message
  }

  /** @throws ApiError */
  remove(id: string): void {
    const message = this.messages.delete(id) ?? notFound('message', id)
    this.tokens -= messageTokens(message)
    if (this.question === message) this.question = this.#lastOfUser()
  }

  #lastOfUser(): Message | undefined {
    for (const message of this.messages.backwards()) if (message.role === 'user') return message
    return undefined
  }
}

/** A run with its steps; what only an active run needs is dropped when it ends. */
export class RunNode {
  state: RunState
  readonly thread: ThreadNode
  readonly scenario: Scenario
  active: ActiveRun | undefined
  /** How often anything was asked of it. */
  deeds = 0
  /** Requests that the scenario's faults count on this run; made when first needed. */
  tally: Tally | undefined

  constructor(run: Run, thread: ThreadNode, scenario: Scenario, active: ActiveRun | undefined) {
    this.state = newState(run)
    this.thread = thread
    this.scenario = scenario
    this.active = active
  }

  get id(): string {
    return this.state.run.id
  }
  get run(): Run {
    return this.state.run
  }
}

export interface ActiveRun {
  assistant: Assistant
  /** What the client asked for when it created the run. */
  request: RunRequest
  play: Play
  followers: Follower[]
  /** The entry in the clock that wakes the player. */
  work?: Planned | undefined
  /** Set while its script waits at a gate: waits no more. */
  leaveGate?: (() => void) | undefined
  deadline?: Planned | undefined
}
