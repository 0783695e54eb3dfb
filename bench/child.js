import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A server of the bench in a process of its own. */
export class Child {
  #process
  #answered
  port
  /** What the server says about what it holds. */
  known

  /** Starts `servers/NAME.js`; `serve` is what a bare server is to answer with. */
  static async start(name, { args = [], execArgv = [], serve } = {}) {
    const child = new Child()
    child.#process = fork(fileURLToPath(new URL(`servers/${name}.js`, import.meta.url)), args, { execArgv })
    child.#process.on('message', (message) => child.#answered.resolve(message))
    child.#process.once('exit', (code) => child.#answered.reject(new Error(`The server "${name}" ended with ${code}.`)))
    return Object.assign(child, await child.#ask(serve))
  }

  /** CPU time used so far by all its threads, user and system, in microseconds. */
  cpu() {
    return this.#ask('cpu')
  }

  async #ask(message) {
    const answer = new Promise((resolve, reject) => {
      this.#answered = { resolve, reject }
    })
    if (message) this.#process.send(message)
    return answer
  }

  async stop() {
    const ended = once(this.#process, 'exit')
    this.#process.kill()
    await ended
  }
}
