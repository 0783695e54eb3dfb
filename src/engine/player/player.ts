import { isAtRest, isTerminal } from '../../run/lifecycle.ts'
import type { Clock } from '../clock/clock.ts'
import type { ActiveRun, RunNode } from '../nodes.ts'
import { expand } from './expand.ts'
import { type Act, nextLine, type Play } from './play.ts'
import type { Turn } from './turn.ts'

/** An act that something happens by, not one that waits. */
export type Deed = Exclude<Act, { act: 'wait' | 'hold' | 'gate' }>

/** Carries out what a script asks; the run decides what comes of it. */
export interface Stage {
  clock: Clock
  turn(node: RunNode, play: Play): Turn
  perform(node: RunNode, act: Deed): void
  expire(node: RunNode): void
  /** The script could not be carried out. */
  fail(node: RunNode, error: unknown): void
}

/** Plays scripts: an interpreter over plain data, woken by the clock, by reads and by clients. */
export class Player {
  readonly #stage: Stage
  readonly #gates = new Set<string>()
  readonly #atGate = new Set<RunNode>()

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** Goes on with a run as soon as the clock lets it. */
  wake(node: RunNode): void {
    this.#plan(node, this.#stage.clock.now())
  }

  /** Goes on at once: whatever it waited for has come. */
  release(node: RunNode): void {
    if (node.active?.play.waiting) {
      node.active.play.waiting = null
      this.wake(node)
    }
  }

  /** A client has read the run: one poll less to wait for. */
  polled(node: RunNode): void {
    const waiting = node.active?.play.waiting
    if (waiting && typeof waiting === 'object' && 'polls' in waiting && --waiting.polls <= 0) this.release(node)
  }

  /** Opens a gate for the runs that wait at it, and for those that will come; it stays open. */
  open(gate: string): void {
    this.#gates.add(gate)
    for (const node of this.#atGate) {
      const waiting = node.active?.play.waiting
      if (waiting && typeof waiting === 'object' && 'gate' in waiting && waiting.gate !== gate) continue
      this.#atGate.delete(node)
      if (waiting && typeof waiting === 'object' && 'gate' in waiting) this.release(node)
    }
  }

  /** Shuts a gate again for the runs that will come. */
  shut(gate: string): void {
    this.#gates.delete(gate)
  }

  /** Drops the rest of the script for another one. */
  follow(node: RunNode, play: Play): void {
    const active = node.active
    if (!active) return
    active.play = play
    this.wake(node)
  }

  stop(node: RunNode, active: ActiveRun): void {
    this.#atGate.delete(node)
    this.#unplan(active)
  }

  #unplan(active: ActiveRun): void {
    if (active.work) this.#stage.clock.cancel(active.work)
    active.work = undefined
  }

  #play(node: RunNode): void {
    for (;;) {
      const { active } = node
      if (!active || active.play.waiting) return
      const act = this.#next(node, active.play)
      switch (act.act) {
        case 'hold':
          active.play.waiting = 'hold'
          return
        case 'gate':
          if (this.#gates.has(act.gate)) continue
          active.play.waiting = { gate: act.gate }
          this.#atGate.add(node)
          return
        case 'wait':
          if (this.#waits(node, active, act.wait)) return
          continue
      }
      this.#stage.perform(node, act)
      if (isAtRest(node.run.status)) return
    }
  }

  #next(node: RunNode, play: Play): Act {
    while (play.act >= play.acts.length) {
      const line = nextLine(play)
      if (!line) return ending(node)
      play.acts = expand(line, this.#stage.turn(node, play))
      play.act = 0
    }
    return play.acts[play.act++]!
  }

  /** Whether there is something to wait for: reads do not come while a stream follows the run (decisions 6). */
  #waits(node: RunNode, active: ActiveRun, wait: (Act & { act: 'wait' })['wait']): boolean {
    if ('polls' in wait) {
      if (active.followers.length > 0 || wait.polls === 0) return false
      active.play.waiting = { polls: wait.polls }
      return true
    }
    if (wait.ms === 0) return false
    active.play.waiting = 'time'
    this.#plan(node, this.#stage.clock.now() + wait.ms)
    return true
  }

  /** A run's own deadline is work too while its script waits for time (decisions 1). */
  #plan(node: RunNode, due: number): void {
    const { active } = node
    if (!active) return
    this.#unplan(active)
    const expires = (node.run.expires_at ?? Infinity) * 1000
    active.work = this.#stage.clock.at(Math.min(due, expires), 'work', () => {
      active.work = undefined
      if (isTerminal(node.run.status)) return
      if (expires <= due) return this.#stage.expire(node)
      active.play.waiting = null
      try {
        this.#play(node)
      } catch (error) {
        this.#stage.fail(node, error)
      }
    })
  }
}

/** After the last line a run completes (one that never got to start, starts first), and one being cancelled is cancelled. */
function ending({ run: { status } }: RunNode): Act {
  return {
    act: 'send',
    command: { type: status === 'queued' ? 'start' : status === 'cancelling' ? 'confirm_cancel' : 'complete' },
  }
}
