import type { RunRequest } from '../run/create.ts'
import type { Event } from '../run/events.ts'
import type { Assistant, Metadata, Run } from '../run/objects.ts'
import type { Catalog } from '../scenario/catalog.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type AssistantRequest, createAssistant, modifyAssistant } from './assistants.ts'
import { Choice } from './choice.ts'
import type { ProjectClock } from './clock/project_clock.ts'
import { ControlError } from './control_error.ts'
import { Counts } from './coverage/counts.ts'
import { Collection } from './collection.ts'
import { Files } from './files/files.ts'
import type { FileStorage } from './files/storage.ts'
import type { Follower } from './follower.ts'
import { Gates } from './gates.ts'
import type { Histories } from './history.ts'
import { deriveId } from './ids.ts'
import { Injected } from './injected.ts'
import type { Journal } from './journal/journal.ts'
import type { RunNode, ThreadNode } from './nodes.ts'
import { Origin, type OriginOptions } from './origin.ts'
import { Pauses } from './pauses.ts'
import { Queue } from './queue.ts'
import { ApiError } from '../run/api_error.ts'
import { absent, notFound } from './not_found.ts'
import { Resources, type ResourcesDraft, type WithResources } from './resources.ts'
import { objectsIn, Room } from './room.ts'
import { Runs } from './runs.ts'
import { Tally } from './tally.ts'
import { mustBeFree, type ThreadDraft, Threads } from './project_threads.ts'
import type { MessageRequest } from './threads.ts'
import { asUsual, type IngestionOf } from './vector_stores/ingestion.ts'
import { VectorStores } from './vector_stores/vector_stores.ts'

export interface ProjectOptions extends OriginOptions {
  name: string
  clock: ProjectClock
  journal: Journal
  histories: Histories
  /** The server's scenarios. */
  catalog: Catalog
  storage: FileStorage
  /** How many objects it may hold. */
  objects: number
}

/** A run about to be created: all checks are passed, nothing has happened yet. */
export interface Draft {
  run: Run
  assistant: Assistant
  thread: ThreadNode
  /** The thread's resources, once its messages are there. */
  resources: ResourcesDraft
  messages: MessageRequest[]
  request: RunRequest
  /** Told first to who follows. */
  before: Event[]
}

/** One isolated world: its objects, its clock, its seed, its journal. */
export class Project {
  readonly name: string
  readonly clock: ProjectClock
  /** What ids and invented content are derived from. */
  readonly origin: Origin
  readonly journal: Journal
  readonly histories: Histories
  /** What has been exercised here. */
  readonly coverage = new Counts()
  readonly runs: Runs
  readonly gates = new Gates()
  readonly pauses: Pauses
  /** What the scenarios' `times` and `nth` count over all runs. */
  readonly tally = new Tally()
  readonly assistants = new Collection<Assistant>()
  readonly threads: Threads
  readonly files: Files
  readonly vectorStores: VectorStores
  /** Which scenarios were used how often. */
  readonly choice: Choice
  /** Scenarios for the next runs. */
  readonly queue: Queue
  /** Faults for the next requests. */
  readonly injected: Injected
  /** The scenarios of this project, on top of the server's. */
  readonly catalog: Catalog
  readonly room: Room
  readonly #resources: Resources

  constructor({ name, clock, seed, salt, journal, histories, catalog, storage, objects }: ProjectOptions) {
    this.name = name
    this.clock = clock
    this.journal = journal
    this.histories = histories
    this.catalog = catalog.child()
    this.origin = new Origin(name, { seed, salt })
    const { made, salt: ownSalt } = this.origin
    this.choice = new Choice(this.origin.seed)
    this.queue = new Queue(made)
    this.injected = new Injected(made)
    this.files = new Files({ clock, storage, made, salt: ownSalt, gone: (file) => this.vectorStores.forget(file) })
    this.vectorStores = new VectorStores(clock, this.files, ownSalt, made)
    this.#resources = new Resources(this.files, this.vectorStores)
    this.room = new Room(`project "${name}"`, objects, () => objectsIn(this))
    this.threads = new Threads({
      resources: this.#resources,
      salt: ownSalt,
      made,
      room: this.room,
      now: () => this.now(),
      abandon: (run, why) => this.runs.abandon(run, why),
      modify: (run, metadata) => this.runs.modify(run, 'message', metadata),
    })
    this.runs = new Runs({
      clock,
      gates: this.gates,
      seed: this.origin.seed,
      histories,
      coverage: this.coverage,
      files: this.files,
      vectorStores: this.vectorStores,
    })
    this.pauses = new Pauses(clock, this.gates)
  }

  /** Whether somebody is in the middle of being told something: a stream is open, or an answer is being held back. */
  get isFollowed(): boolean {
    return this.runs.areFollowed || this.pauses.any
  }

  /** Unix seconds. */
  now(): number {
    return Math.floor(this.clock.now() / 1000)
  }

  /** @throws ApiError where its resources do not exist */
  createAssistant(
    { tool_resources, ...request }: WithResources<AssistantRequest> & { model: string },
    ingestion: IngestionOf = asUsual,
  ): Assistant {
    this.room.mustHold()
    const resources = this.#resources.draft(tool_resources ?? {})
    const id = deriveId('asst', this.origin.salt(), this.origin.made.next('assistants') - 1)
    const assistant = createAssistant(id, this.now(), { ...request, tool_resources: resources.tool_resources })
    this.#resources.commit(resources, ingestion)
    this.assistants.set(assistant)
    return assistant
  }

  /** @throws ApiError */
  assistant(id: string): Assistant {
    return this.assistants.get(id) ?? notFound('assistant', id)
  }

  /** @throws ApiError */
  modifyAssistant(id: string, { tool_resources, ...request }: WithResources<AssistantRequest>): Assistant {
    const resources = this.#resources.draft(tool_resources ?? {})
    const assistant = modifyAssistant(this.assistant(id), { ...request, tool_resources: resources.tool_resources })
    this.assistants.set(assistant)
    return assistant
  }

  /** Runs of a deleted assistant end; who follows one gets an error (decisions 19). @throws ApiError */
  deleteAssistant(id: string): void {
    if (!this.assistants.delete(id)) notFound('assistant', id)
    this.runs.abandonAll(absent('assistant', id).message, ({ assistant_id }) => assistant_id === id)
  }

  /** Everything that a new run needs, checked. @throws ApiError */
  draftRun(
    { node, resources }: ThreadDraft,
    request: RunRequest & { assistant_id: string },
    messages: MessageRequest[],
    before: Event[] = [],
  ): Draft {
    this.room.mustHold(1 + messages.length)
    const assistant = this.assistant(request.assistant_id)
    mustBeFree(node, 'run')
    const run = this.runs.draft(node, assistant, request)
    const asked = messages.some(({ role }) => role === 'user') || node.question !== undefined
    if (!asked && !run.instructions) throw new ApiError('nothing_to_answer')
    return {
      run,
      assistant,
      thread: node,
      resources: this.#resources.withMessages(resources, messages),
      messages,
      request,
      before,
    }
  }

  /** Makes a draft real. With `follow` there is someone to be told of all events, from the first. */
  startRun(
    { run, assistant, thread, resources, messages, request, before }: Draft,
    scenario: Scenario,
    follow: boolean,
    ingestion: IngestionOf = asUsual,
  ): { node: RunNode; follower: Follower | undefined } {
    this.queue.started(scenario)
    this.threads.take(thread, resources, messages, ingestion)
    const expires_at = run.created_at + scenario.expires_after
    return this.runs.start(
      { run: { ...run, expires_at }, thread, assistant, request },
      scenario,
      follow ? before : undefined,
    )
  }

  /** @throws ApiError */
  run(node: ThreadNode, id: string): RunNode {
    return node.runs.get(id) ?? notFound('run', id)
  }

  /** A run by its id alone, for a test. @throws ControlError */
  findRun(id: string): RunNode {
    for (const { runs } of this.threads.all.values()) {
      const node = runs.get(id)
      if (node) return node
    }
    throw new ControlError('unknown_run', `There is no run ${id} in the project ${this.name}.`, 404)
  }

  /** @throws ApiError while it is being worked on: so it was recorded. */
  modifyRun(node: RunNode, metadata: Metadata | null | undefined): Run {
    const { status } = node.run
    if (status === 'in_progress' || status === 'cancelling') throw new ApiError('run_not_modifiable', { status })
    if (metadata !== undefined) this.runs.modify(node, 'run', metadata ?? {})
    return node.run
  }

  /** A scenario has been given anew by its name: what was counted of it is counted from the beginning. */
  forget(scenario: string): void {
    this.choice.forget(scenario)
    for (const list of [`${scenario}\n`, `scenario "${scenario}"`]) this.tally.forget(list)
  }

  /** Ends all streams and forgets what was planned. */
  close(message = 'The emulator was reset.'): void {
    this.runs.abandonAll(message)
    this.pauses.end()
    this.clock.reset()
    this.files.close()
    this.vectorStores.close()
  }
}
