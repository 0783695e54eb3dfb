import { must } from './grammar.ts'

type Part = { index?: unknown; type: string; text?: Text; [key: string]: unknown }
type Text = { value: string; annotations?: { index?: unknown }[] }
type Call = { index?: unknown; id?: unknown; type: string; function?: FunctionDelta; [key: string]: unknown }
type FunctionDelta = { name?: string; arguments?: string; output?: unknown }

/** The pieces of one message (protocol.md §5.4). */
export class MessageGrammar {
  readonly #texts: string[] = []
  #parts = 0

  constructor(message: Record<string, unknown>) {
    must(message.status === 'in_progress' && (message.content as unknown[]).length === 0, 'a new message is empty')
  }

  read(name: string, message: Record<string, unknown>): void {
    if (name === 'delta') return this.#readDelta(message)
    must(message.status === name, 'name and status differ')
    if (name === 'in_progress') return
    const content = message.content as Part[]
    must(content.length === this.#parts, 'the message has not as many parts as its deltas')
    content.forEach(({ text }, n) => must(!text || text.value === this.#texts[n], 'its text is not that of its deltas'))
  }

  #readDelta(message: Record<string, unknown>): void {
    must(String(Object.keys(message)) === 'id,object,delta', 'a delta has an id, an object and a delta')
    const { content, ...rest } = message.delta as { content: Part[] }
    must(Object.keys(rest).length === 0 && content.length === 1, 'a delta has one part and nothing else')
    const { index, text } = content[0]!
    must(typeof index === 'number' && index <= this.#parts, 'the part has no index, or skips one')
    const opens = index === this.#parts
    if (opens) this.#parts++
    if (!text) return
    must(!opens || Array.isArray(text.annotations), 'the first delta of a text has annotations')
    must(opens || text.annotations?.length !== 0, 'later deltas have annotations only where they cite')
    for (const annotation of text.annotations ?? [])
      must(typeof annotation.index === 'number', 'an annotation in a delta has an index')
    this.#texts[index] = (this.#texts[index] ?? '') + text.value
  }
}

/** The pieces of the calls of one step (protocol.md §5.5). */
export class CallGrammar {
  /** How many functions were called, whose outputs a client must give. */
  open = 0
  #calls = 0

  read(step: Record<string, unknown>): void {
    must(String(Object.keys(step)) === 'id,object,delta', 'a delta has an id, an object and a delta')
    const { step_details } = step.delta as { step_details: { type: string; tool_calls: Call[] } }
    must(step_details.type === 'tool_calls' && step_details.tool_calls.length === 1, 'a delta has one call')
    const { index, id, function: called } = step_details.tool_calls[0]!
    must(typeof index === 'number', 'the call has no index')
    if (id === undefined) {
      must(index === this.#calls - 1, 'is not about the call that was opened last')
      must(called?.name === undefined, 'a name is told once, or clients glue it together')
      return
    }
    must(index === this.#calls, 'the call skips an index, or its id is told twice')
    this.#calls++
    if (!called) return
    this.open++
    must(Boolean(called.name) && called.arguments === '' && called.output === null, 'a call opens with a name alone')
  }
}
