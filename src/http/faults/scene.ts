import type { Pause } from '../../engine/pauses.ts'
import type { Exchange } from '../exchange.ts'
import { Break } from '../transport.ts'

/** Where a fault acts: one exchange, whose client may leave at any time. */
export class Scene {
  readonly exchange: Exchange
  readonly #gone = new AbortController()

  constructor(exchange: Exchange) {
    this.exchange = exchange
    const leave = () => this.leave()
    const { outgoing } = exchange
    if (outgoing) {
      if (outgoing.destroyed) leave()
      else outgoing.once('close', leave)
    } else {
      const { signal } = exchange.context.req.raw
      if (signal.aborted) leave()
      else signal.addEventListener('abort', leave, { once: true })
    }
  }

  /** The client is gone. */
  leave(): void {
    this.#gone.abort()
  }

  /** Lets the project's time pass. @throws Break if the client goes before, or the project ends. */
  async pause(pause: Pause): Promise<void> {
    if (!(await this.exchange.project.pauses.pass(pause, this.#gone.signal))) throw new Break('cut')
  }
}
