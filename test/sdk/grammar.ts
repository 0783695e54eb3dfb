import { readSse, type SseEvent } from '../support/sse.ts'
import { CallGrammar, MessageGrammar } from './grammar_of_deltas.ts'

type Data = Record<string, unknown> & {
  id: string
  status: string
  created_at: number
  expires_at: number | null
  step_details: { type: string; message_creation?: { message_id: string } }
  usage: { total_tokens: number } | null
}

const terminal = ['completed', 'incomplete', 'failed', 'cancelled', 'expired']
const statuses = ['queued', 'in_progress', 'cancelling', 'requires_action', ...terminal]

/**
 * Asserts what no stream of the service ever broke: framing and order of protocol.md §5, and what stream helpers throw at
 * (clients.md "What breaks a stream helper"). `broken`: the connection was cut, so that there is no end to check.
 * @throws Error that says which event broke which rule
 */
export function expectGrammar(transcript: string, { broken = false } = {}): void {
  const events = readSse(transcript)
  const grammar = new Grammar()
  events.forEach((event, n) => {
    try {
      grammar.read(event, n)
    } catch (error) {
      throw new Error(`Event ${n + 1}, ${event.event}: ${(error as Error).message}\n${event.text}`)
    }
  })
  if (!broken) must(grammar.done, 'the stream ends without done')
}

export function must(holds: boolean, rule: string): asserts holds {
  if (!holds) throw new Error(rule)
}

/** One stream, event by event. */
class Grammar {
  done = false
  #run: string | undefined
  #status: string | undefined
  #expires: number | null = null
  #spent = 0
  #step: Data | undefined
  #message: MessageGrammar | undefined
  /** A stream of tool outputs begins with the end of a step that it never saw created. */
  #submitted = false
  #calls = new CallGrammar()
  readonly #closed = new Set<string>()

  read({ event, text, data }: SseEvent, n: number): void {
    must(!this.done, 'comes after done')
    if (event === 'done') return this.#end(text)
    if (event === 'error') {
      must(typeof (data as { error?: unknown }).error === 'object', 'the error is not wrapped in "error"')
      this.#status = 'failed'
      return
    }
    must(!terminal.includes(this.#status ?? '') && this.#status !== 'requires_action', 'comes after the run rests')
    const name = event.slice(event.lastIndexOf('.') + 1)
    const object = data as Data
    if (event === 'thread.created') return must(n === 0, 'is not the first event')
    if (event.startsWith('thread.run.step.')) return this.#readStep(name, object, n)
    if (event.startsWith('thread.message.')) return this.#readMessage(name, object)
    must(event === `thread.run.${name}`, 'no such event exists')
    this.#readRun(name, object, n)
  }

  #end(text: string): void {
    must(text === '[DONE]', 'done has other data than [DONE]')
    must([...terminal, 'requires_action'].includes(this.#status ?? ''), 'done comes before the run rests')
    this.done = true
  }

  #readRun(name: string, run: Data, n: number): void {
    this.#run ??= run.id
    must(run.id === this.#run, 'is about another run')
    if (name === 'created') must(n <= 1 && run.status === 'queued', 'a new run is queued, and told first')
    else must(statuses.includes(name) && run.status === name, 'name and status differ')
    must((run.usage !== null) === terminal.includes(name), 'usage is for runs that have ended')
    must((run.required_action !== null) === (name === 'requires_action'), 'required_action does not fit the status')
    if (terminal.includes(name)) {
      must(!this.#step && !this.#message, 'a step or a message is still open')
      const spent = name === 'cancelled' || name === 'expired' || this.#submitted ? undefined : this.#spent
      must(spent === undefined || run.usage?.total_tokens === spent, 'usage is not the sum of that of its steps')
    } else must(run.expires_at === (this.#expires ??= run.expires_at), 'it expires at another time than before')
    if (name === 'requires_action') must(this.#calls.open > 0, 'no function was called')
    const before = { queued: this.#submitted ? undefined : 'created', in_progress: 'queued' }[name]
    if (before) must(this.#status === before, `does not follow ${before}`)
    this.#status = name
  }

  #readStep(name: string, step: Data, n: number): void {
    if (name === 'delta') {
      must(this.#step?.id === step.id, 'is about no open step')
      return this.#calls.read(step)
    }
    must(!this.#closed.has(step.id), 'this step was closed before')
    if (name === 'created') {
      must(this.#status === 'in_progress', 'the run is not in progress')
      must(!this.#step, 'another step is open')
      must(step.status === 'in_progress', 'a new step is in_progress')
      this.#step = step
      this.#calls = new CallGrammar()
      return
    }
    must(step.status === name, 'name and status differ')
    this.#submitted ||= n === 0 && name === 'completed'
    must(this.#step?.id === step.id || n === 0, 'is about no open step')
    must(step.expires_at === this.#expires || n === 0, 'it expires at another time than its run')
    if (name === 'in_progress') return
    must(name !== 'completed' || step.usage !== null, 'a completed step has no usage')
    this.#spent += step.usage?.total_tokens ?? 0
    must(!this.#message, 'its message is still open')
    must(name !== 'completed' || this.#calls.open === 0 || n === 0, 'a function call has no output yet')
    this.#step = undefined
    this.#closed.add(step.id)
  }

  #readMessage(name: string, message: Data): void {
    const announced = this.#step?.step_details.message_creation?.message_id
    must(message.id === announced, 'the open step does not create this message')
    if (name === 'created') {
      must(!this.#closed.has(message.id) && !this.#message, 'this message was there before')
      must(message.created_at === this.#step?.created_at, 'it was created at another time than its step')
      this.#message = new MessageGrammar(message)
      return
    }
    must(this.#message !== undefined, 'the message was not created')
    this.#message.read(name, message)
    if (name !== 'completed' && name !== 'incomplete') return
    this.#message = undefined
    this.#closed.add(message.id)
  }
}
