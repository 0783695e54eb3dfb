import { isAtRest, isTerminal } from '../../run/lifecycle.ts'
import type { Clock } from '../clock/clock.ts'
import type { Gates } from '../gates.ts'
import type { ActiveRun, RunNode } from '../nodes.ts'
import { expand } from './expand.ts'
import { type Act, nextLine, type Play } from './play.ts'
import type { Turn } from './turn.ts'

/** An act that something happens by, not one that waits. */
export type Effect = Exclude<Act, { act: 'wait' | 'hold' | 'gate' }>

/** Carries out what a script asks; the run decides what comes of it. */
export interface Stage {
  clock: Clock
  gates: Gates
  turn(node: RunNode, play: Play): Turn
  perform(node: RunNode, act: Effect): void
  expire(node: RunNode): void
  /** The script could not be carried out. */
  fail(node: RunNode, error: unknown): void
}

/** Plays scripts: an interpreter over plain data, woken by the clock, by reads and by clients. */
export class Player {
  readonly #stage: Stage

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** Goes on with a run as soon as the clock lets it; reads made until now count for no wait that comes. */
  wake(node: RunNode): void {
    const { active } = node
    if (!active) return
    active.play.counted = active.play.reads
    this.#goOn(node, active.play)
  }

  /** A client has read the run: one poll less to wait for. */
  polled(node: RunNode): void {
    const play = node.active?.play
    if (!play) return
    play.reads++
    if (play.waiting && typeof play.waiting === 'object' && 'polls' in play.waiting && used(play, play.waiting.polls))
      this.#goOn(node, play)
  }

  /** Plays the next effect at once, past everything that waits; from then on the run waits to be stepped. */
  step(node: RunNode): void {
    const { active } = node
    if (!active) return
    this.stop(active)
    active.play.waiting = null
    active.play.byHand = true
    try {
      for (;;) {
        const act = this.#next(node, active.play)
        if (act.act === 'wait' || act.act === 'hold' || act.act === 'gate') continue
        active.play.waiting = 'step'
        return this.#stage.perform(node, act)
      }
    } catch (error) {
      this.#stage.fail(node, error)
    }
  }

  /** Goes on at once, and by itself. */
  resume(node: RunNode): void {
    if (!node.active) return
    node.active.play.byHand = false
    node.active.leaveGate?.()
    this.wake(node)
  }

  /** Waits again for what a run waited for when its state was saved; `due` is when it was to go on, if it was planned. */
  restore(node: RunNode, due: number | null): void {
    const { active } = node
    const waiting = active?.play.waiting
    if (active && waiting && typeof waiting === 'object' && 'gate' in waiting)
      active.leaveGate = this.#stage.gates.wait(waiting.gate, () => this.wake(node))
    else if (due !== null) this.#plan(node, due)
  }

  /** Drops the rest of the script for another one. */
  follow(node: RunNode, play: Play): void {
    const active = node.active
    if (!active) return
    active.leaveGate?.()
    active.play = play
    this.wake(node)
  }

  stop(active: ActiveRun): void {
    active.leaveGate?.()
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
      if (active.play.byHand) {
        active.play.waiting = 'step'
        return
      }
      const act = this.#next(node, active.play)
      switch (act.act) {
        case 'hold':
          active.play.waiting = 'hold'
          return
        case 'gate':
          if (this.#stage.gates.isOpen(act.gate)) continue
          active.play.waiting = { gate: act.gate }
          active.leaveGate = this.#stage.gates.wait(act.gate, () => this.wake(node))
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
      play.where = line?.where
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
      if (used(active.play, wait.polls)) return false
      active.play.waiting = { polls: wait.polls }
      return true
    }
    if (wait.ms === 0) return false
    active.play.waiting = 'time'
    this.#plan(node, this.#stage.clock.now() + wait.ms)
    return true
  }

  #goOn(node: RunNode, play: Play): void {
    play.waiting = null
    this.#plan(node, this.#stage.clock.now())
  }

  /**
   * A run's own deadline is work too while its script waits for time (decisions 1); one that was skipped over while the run waited
   * for a client no longer counts.
   */
  #plan(node: RunNode, due: number): void {
    const { active } = node
    if (!active) return
    this.#unplan(active)
    const expires = (node.run.expires_at ?? Infinity) * 1000
    const expiring = expires > this.#stage.clock.now() && expires <= due
    active.work = this.#stage.clock.at(expiring ? expires : due, 'work', () => {
      active.work = undefined
      if (isTerminal(node.run.status)) return
      if (expiring) return this.#stage.expire(node)
      if (active.play.waiting === 'time') active.play.counted = active.play.reads
      active.play.waiting = null
      try {
        this.#play(node)
      } catch (error) {
        this.#stage.fail(node, error)
      }
    })
  }
}

/** Whether there have been so many reads that no earlier wait has used; if so, they are used now. */
function used(play: Play, polls: number): boolean {
  if (play.reads - play.counted < polls) return false
  play.counted += polls
  return true
}

/** After the last line a run completes (one that never got to start, starts first), and one being cancelled is cancelled. */
function ending({ run: { status } }: RunNode): Act {
  return {
    act: 'send',
    command: { type: status === 'queued' ? 'start' : status === 'cancelling' ? 'confirm_cancel' : 'complete' },
  }
}
