import { createEmulator, type Emulator } from 'run-emulator'
import { Ids } from './ids.ts'

interface Call {
  id: string
}

/** Sends requests of a recording to an emulator of its own, whose clock is moved by hand, with our ids in place of the recorded ones. */
export class Sender {
  readonly emulator: Emulator = createEmulator({ clock: 'manual', apiKeys: ['any'] })
  readonly ids = new Ids()

  send(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Response> {
    const { 'content-length': _, 'content-type': type, ...rest } = headers
    const whole = body instanceof FormData || typeof body === 'string'
    return this.emulator.fetch(new URL(this.ids.rewrite(path), this.emulator.url), {
      method,
      headers: {
        // A form that is made anew has a boundary of its own.
        ...(body instanceof FormData || body === null ? {} : { 'content-type': type ?? 'application/json' }),
        authorization: 'Bearer any',
        ...rest,
      },
      ...(body !== null && { body: whole ? body : JSON.stringify(this.ids.rewriteAll(body)) }),
    })
  }

  /** One of our own requests. */
  ask(method: string, path: string, body: unknown = null, scenario = 'holds'): Promise<Response> {
    return this.send(method, path, body, { 'openai-beta': 'assistants=v2', 'x-emulator-scenario': scenario })
  }

  /** The calls of functions that a run waits for, once it rests. */
  async callsOf(path: string): Promise<Call[]> {
    await this.emulator.clock.advance({ until: { run: this.ids.rewrite(path.split('/').at(-1)!) } })
    const run = (await (await this.ask('GET', path)).json()) as {
      required_action?: { submit_tool_outputs: { tool_calls: Call[] } } | null
    }
    return run.required_action?.submit_tool_outputs.tool_calls ?? []
  }
}
