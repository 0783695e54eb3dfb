import type { CannedEvent } from '../run/canned.ts'
import type { ToolOutput } from '../run/commands.ts'
import { createRun, type RunRequest } from '../run/create.ts'
import type { Event } from '../run/events.ts'
import { isTerminal } from '../run/lifecycle.ts'
import type { Assistant, Metadata, Run, Usage } from '../run/objects.ts'
import { Refusal } from '../run/refusal.ts'
import { usage } from '../run/usage.ts'
import { eventFlaws } from '../scenario/event_data.ts'
import type { Scenario, StatusLine } from '../scenario/scenario.ts'
import type { Counts } from './coverage/counts.ts'
import type { Clock } from './clock/clock.ts'
import type { Files } from './files/files.ts'
import { filesMadeBy } from './files/made.ts'
import type { Follower } from './follower.ts'
import type { Gates } from './gates.ts'
import { deriveId } from './ids.ts'
import { type Asker, type Deed, eventsOf } from './deeds.ts'
import type { Histories } from './history.ts'
import { type ActiveRun, RunNode, type ThreadNode } from './nodes.ts'
import { newPlay } from './player/play.ts'
import { type Effect, Player } from './player/player.ts'
import { forcedActs } from './player/status.ts'
import { Telling } from './telling.ts'
import { Turns } from './turns.ts'
import type { VectorStores } from './vector_stores/vector_stores.ts'

export interface RunsOptions {
  clock: Clock
  gates: Gates
  seed: () => string
  histories: Histories
  coverage: Counts
  files: Files
  vectorStores: VectorStores
}

/** What a run starts from. */
export interface NewRun {
  run: Run
  thread: ThreadNode
  assistant: Assistant
  request: RunRequest
}

/** The runs of a project: everyone who asks something of a run asks here. What comes of it is told. */
export class Runs {
  readonly #clock: Clock
  readonly #files: Files
  readonly #turns: Turns
  readonly #telling: Telling
  readonly #player: Player
  readonly #active = new Set<RunNode>()
  /** Whether a run was ever started whose scenario has faults: most projects need not look for them at every request. */
  faulty = false

  constructor({ clock, gates, seed, histories, coverage, files, vectorStores }: RunsOptions) {
    this.#clock = clock
    this.#files = files
    this.#turns = new Turns({ clock, seed, files, vectorStores })
    this.#telling = new Telling({ histories, coverage, ended: (node, active) => this.#ended(node, active) })
    this.#player = new Player({
      clock,
      gates,
      turn: (node, play) => this.#turns.of(node, play),
      perform: (node, act) => this.#perform(node, act),
      expire: (node) => this.#ask(node, { type: 'expire' }, 'clock'),
      fail: (node, error) => this.#fail(node, error),
    })
  }

  get areFollowed(): boolean {
    for (const { active } of this.#active) if (active!.followers.length > 0) return true
    return false
  }

  /** A run as it would be created: what a matcher looks at. */
  draft(thread: ThreadNode, assistant: Assistant, request: RunRequest): Run {
    const id = deriveId('run', thread.thread.id, thread.runs.size)
    return createRun({ id, thread_id: thread.thread.id, now: this.#now() }, request, assistant)
  }

  /** Queues a run on its thread; with `before` it is followed, those events being told first. */
  start(
    { run, thread, assistant, request }: NewRun,
    scenario: Scenario,
    before?: Event[],
  ): { node: RunNode; follower: Follower | undefined } {
    const node = new RunNode(run, thread, scenario, {
      assistant,
      request,
      play: newPlay(scenario.script),
      followers: [],
    })
    this.#keep(node)
    const follower = before && this.#telling.follow(node)
    if (before) follower?.push(before)
    this.#ask(node, { type: 'create' }, 'client')
    this.#player.wake(node)
    return { node, follower }
  }

  /** Puts a run back on its thread; `due` is when its script was to go on, if that was planned. */
  restore(node: RunNode, due: number | null): void {
    this.#keep(node)
    this.#player.restore(node, due)
  }

  #keep(node: RunNode): void {
    const { thread, run, scenario, active } = node
    thread.runs.set(node)
    this.faulty ||= scenario.faults.length > 0
    if (!active) return
    thread.active = node
    this.#active.add(node)
    const expire = () => this.#ask(node, { type: 'expire' }, 'clock')
    active.deadline = this.#clock.at(run.expires_at! * 1000, 'deadline', expire)
  }

  /** @throws Refusal */
  submitToolOutputs(node: RunNode, tool_outputs: ToolOutput[], follow: boolean): Follower | undefined {
    const owed = node.active?.play.owed ?? usage(0, 0)
    const deed = this.#deed({ type: 'submit_tool_outputs', tool_outputs, usage: owed }, 'client')
    const events = eventsOf(node.state, deed)
    const follower = follow ? this.#telling.follow(node) : undefined
    node.active!.play.owed = null
    this.#telling.tell(node, deed, events)
    this.#player.wake(node)
    return follower
  }

  /** @throws Refusal */
  cancel(node: RunNode, by: Asker = 'client'): void {
    this.#ask(node, { type: 'cancel' }, by)
    const owed = node.active?.play.owed ?? null
    this.#player.follow(node, { ...newPlay(node.scenario.on_cancel), owed })
  }

  /** A client has read the run. */
  polled(node: RunNode): void {
    this.#player.polled(node)
  }

  /** The thread or assistant of a run is gone: who follows it gets an error, and the run fails (decisions 19). */
  abandon(node: RunNode, message: string): void {
    this.#ask(node, { type: 'abandon', message }, 'client')
    if (node.active) this.#telling.dismiss(node.active)
    this.#ask(node, { type: 'fail', last_error: { code: 'server_error', message } }, 'client')
  }

  /** Abandons the runs that are active and `concerned`. */
  abandonAll(message: string, concerned: (run: Run) => boolean = () => true): void {
    for (const node of this.#active) if (concerned(node.run)) this.abandon(node, message)
  }

  /** Plays the next thing of the script now, whatever it waits for; then the run waits to be stepped again, or to be resumed. */
  step(node: RunNode): void {
    this.#player.step(node)
  }

  /** Lets a run go on whatever it waits for: a time, reads, a gate, a hold, or the next step. */
  release(node: RunNode): void {
    this.#player.resume(node)
  }

  /** Brings a run to a status by hand, as a line of its script would. @throws Refusal where the lifecycle forbids it */
  force(node: RunNode, line: StatusLine): void {
    for (const act of forcedActs(line, this.#turns.of(node, node.active!.play))) this.#perform(node, act, 'control')
  }

  /** Changes a run, or the message that it is writing, without asking the lifecycle. */
  modify(node: RunNode, object: 'run' | 'message', metadata: Metadata): void {
    this.#ask(node, { type: 'modify', object, metadata }, 'client')
  }

  /** @throws Refusal */
  #ask(node: RunNode, asked: Deed['asked'], by: Asker, where?: string): void {
    const deed = this.#deed(asked, by, where)
    this.#telling.tell(node, deed, eventsOf(node.state, deed))
  }

  #deed(asked: Deed['asked'], by: Asker, where?: string): Deed {
    return { at: this.#clock.now(), by, where, asked }
  }

  #perform(node: RunNode, act: Effect, by: Asker = 'script'): void {
    const where = by === 'script' ? node.active!.play.where : undefined
    switch (act.act) {
      case 'send':
        this.#spend(node, 'usage' in act.command ? act.command.usage : undefined)
        filesMadeBy(act.command)?.forEach((file) => this.#files.make(file))
        return this.#ask(node, act.command, by, where)
      case 'require_action':
        node.active!.play.owed = act.usage
        this.#spend(node, act.usage)
        return this.#ask(node, { type: 'require_action' }, by, where)
      case 'emit':
        mustBeFlawless(act.event, node)
        return this.#ask(node, act.event, by, where)
    }
  }

  /** A script that asks for the impossible ends its run and says why; the server goes on. */
  #fail(node: RunNode, error: unknown): void {
    const why = error instanceof Refusal ? 'asks for what cannot be' : 'could not be played'
    const where = node.active?.play.where ?? `scenario "${node.scenario.name}"`
    const message = `[run-emulator] ${where}: this ${why}. ${(error as Error).message}`
    if (!isTerminal(node.run.status))
      this.#ask(node, { type: 'fail', last_error: { code: 'emulator_script_error', message } }, 'emulator')
  }

  #ended(node: RunNode, active: ActiveRun): void {
    this.#player.stop(active)
    if (active.deadline) this.#clock.cancel(active.deadline)
    this.#active.delete(node)
  }

  #spend({ active }: RunNode, spent: Usage | undefined): void {
    if (!active || !spent) return
    active.play.spent.prompt += spent.prompt_tokens
    active.play.spent.completion += spent.completion_tokens
  }

  #now(): number {
    return Math.floor(this.#clock.now() / 1000)
  }
}

/** @throws Refusal where a literal event cannot be told of a run. */
function mustBeFlawless(event: CannedEvent, { run: { status } }: RunNode): void {
  const [flaw] = eventFlaws(event)
  if (!flaw) return
  throw new Refusal({ kind: 'script', command: event.event, status, why: `${flaw.path.join('.')}: ${flaw.message}` })
}
