import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A server of the bench, or a load for one, in a process of its own. */
export class Child {
  #process
  #answered
  port
  /** What the server says about what it holds. */
  known

  /** Starts `servers/NAME.js`, or another `file`; `serve` is its first message, such as what a bare server is to answer with. */
  static async start(name, { file = `servers/${name}.js`, args = [], execArgv = [], serve } = {}) {
    const child = new Child()
    child.#process = fork(fileURLToPath(new URL(file, import.meta.url)), args, { execArgv })
    child.#process.on('message', (message) => child.#answered.resolve(message))
    child.#process.once('exit', (code) =>
      child.#answered.reject(new Error(`The process "${name}" ended with ${code}.`)),
    )
    return Object.assign(child, await child.ask(serve))
  }

  /** CPU time used so far by all its threads, user and system, in microseconds. */
  cpu() {
    return this.ask('cpu')
  }

  /** Bytes in use after two collections; the server needs --expose-gc. */
  memory() {
    return this.ask('memory')
  }

  /** Its next message, after it has been sent this one. */
  async ask(message) {
    const answer = new Promise((resolve, reject) => {
      this.#answered = { resolve, reject }
    })
    if (message) this.#process.send(message)
    return answer
  }

  async stop() {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const ended = once(this.#process, 'exit')
    this.#process.kill()
    await ended
  }
}
