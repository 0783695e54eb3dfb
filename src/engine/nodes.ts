import type { RunRequest } from '../run/create.ts'
import type { Assistant, Message, Run, Thread } from '../run/objects.ts'
import type { RunState } from '../run/state.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Planned } from './clock/clock.ts'
import { Collection } from './collection.ts'
import type { Follower } from './follower.ts'
import type { Play } from './player/play.ts'

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

  constructor(thread: Thread) {
    this.thread = thread
  }
}

/** A run with its steps; what only an active run needs is dropped when it ends. */
export class RunNode {
  state: RunState
  readonly thread: ThreadNode
  readonly scenario: Scenario
  active: ActiveRun | undefined

  constructor(run: Run, thread: ThreadNode, scenario: Scenario, active: ActiveRun) {
    this.state = { run, steps: [], message: null }
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
  deadline?: Planned | undefined
}
