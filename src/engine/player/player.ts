import { isAtRest, isTerminal } from '../../run/lifecycle.ts'
import type { Clock } from '../clock/clock.ts'
import type { ActiveRun, RunNode } from '../nodes.ts'
import type { Wait } from '../../scenario/scenario.ts'
import { expand } from './expand.ts'
import type { Act, Play } from './play.ts'
import type { Turn } from './turn.ts'

/** Carries out what a script asks; the run decides what comes of it. */
export interface Stage {
  clock: Clock
  turn(node: RunNode, play: Play): Turn
  perform(node: RunNode, act: Exclude<Act, { act: 'wait' | 'hold' }>): void
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
    if (waiting && typeof waiting === 'object' && --waiting.polls <= 0) this.release(node)
  }

  /** Drops the rest of the script for another one. */
  follow(node: RunNode, play: Play): void {
    const active = node.active
    if (!active) return
    active.play = play
    this.wake(node)
  }

  stop(active: ActiveRun): void {
    if (active.work) this.#stage.clock.cancel(active.work)
    active.work = undefined
  }

  #play(node: RunNode): void {
    for (;;) {
      const { active } = node
      if (!active || active.play.waiting) return
      const act = this.#next(node, active.play)
      if (act.act === 'hold') {
        active.play.waiting = 'hold'
        return
      }
      if (act.act === 'wait') {
        if (this.#waits(node, active, act.wait)) return
        continue
      }
      this.#stage.perform(node, act)
      if (isAtRest(node.run.status)) return
    }
  }

  #next(node: RunNode, play: Play): Act {
    while (play.act >= play.acts.length) {
      const line = play.script[play.line]
      if (!line) return ending(node)
      const { acts, again } = expand(line, this.#stage.turn(node, play))
      if (!again) play.line++
      if (acts.length > 0 && (line.do === 'message' || line.do === 'tool_calls')) play.turns++
      play.acts = acts
      play.act = 0
    }
    return play.acts[play.act++]!
  }

  /** Whether there is something to wait for: reads do not come while a stream follows the run (decisions 6). */
  #waits(node: RunNode, active: ActiveRun, wait: Wait): boolean {
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
    this.stop(active)
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
