import { isTerminal, type RunStatus } from '../run/lifecycle.ts'
import type { Wait } from './durations.ts'
import { counted } from './words.ts'
import type { Call, Line, MessageLine, Scenario, Script } from './scenario.ts'

/** A run's path through a scenario, drawn as text: statuses at the margin, what happens in them below. */
export function draw(scenario: Scenario): string {
  const parts = scenario.sequence?.map(({ times, script }, n) => [
    `${n === scenario.sequence!.length - 1 ? 'from then on' : times === 1 ? 'one run' : `${times} runs`}:`,
    ...path(script),
  ]) ?? [path(scenario)]
  const whom = scenario.match.map((set) => `  takes runs whose ${set.map(({ label }) => label).join(' and ')}`)
  const issues = scenario.issues.map((issue) => `  reproduces ${issue}`)
  return [
    `${scenario.name}: ${scenario.description}`,
    ...issues,
    ...whom,
    '',
    ...parts.flatMap((part, n) => (n > 0 ? ['', ...part] : part)),
  ].join('\n')
}

function path(script: Script): string[] {
  const pen = new Pen()
  for (const { on, fault, times } of script.faults)
    pen.note(`fault on ${on}: ${fault}${times === null ? '' : ` (${counted(times, 'time')})`}`)
  pen.status('queued')
  pen.lines(script.script)
  pen.end('completed')
  if (script.on_cancel.length === 0) return pen.drawn
  const after = new Pen()
  after.status('cancelling')
  after.lines(script.on_cancel)
  after.end('cancelled')
  return [...pen.drawn, '', 'once it is cancelled:', ...after.drawn]
}

class Pen {
  readonly drawn: string[] = []
  readonly statuses: string[] = []
  #indent = ''
  #held = false

  status(name: string): void {
    if (this.statuses.at(-1) === name) return
    this.statuses.push(name)
    this.drawn.push(this.#indent + name)
  }

  note(text: string): void {
    this.drawn.push(`${this.#indent}  │ ${text}`)
  }

  lines(lines: Line[]): void {
    for (const line of lines) this.#line(line)
  }

  end(status: RunStatus): void {
    if (!this.#held && !ended(this.statuses)) this.status(status)
  }

  #line(line: Line): void {
    if (line.after) this.note(`waits ${spellWait(line.after)}`)
    switch (line.do) {
      case 'status':
        return this.status(line.status)
      case 'message':
        this.#start()
        this.note(`message ${spellMessage(line)}`)
        return this.#inMessage(line)
      case 'tool_calls': {
        this.#start()
        this.note(`tool_calls ${line.calls?.map(spellCall).join(', ') ?? 'one of the offered functions'}`)
        if (line.calls === null || !line.calls.some(({ type }) => type === 'function')) return
        this.status('requires_action')
        return this.status('queued')
      }
      case 'events':
        return this.note(`events ${line.events.map(({ event }) => event).join(', ')}`)
      case 'gate':
        return this.note(`waits at the gate ${line.gate}`)
      case 'hold':
        this.#start()
        this.#held = true
        return this.note('holds until it is cancelled or expires')
      case 'if':
        return this.#branch(line)
    }
  }

  /** Both branches are drawn; the path goes on behind the one that has not ended. */
  #branch(line: Line & { do: 'if' }): void {
    const indent = this.#indent
    const before = [...this.statuses]
    this.note(`if ${line.if.map((set) => set.map(({ label }) => label).join(' and ')).join(', or ')}`)
    this.#indent = `${indent}  │ `
    this.lines(line.then)
    const taken = [...this.statuses]
    this.#set(before)
    if (line.else.length > 0) this.drawn.push(`${indent}  │ else`)
    this.lines(line.else)
    if (!ended(taken)) this.#set(taken)
    this.#indent = indent
  }

  #set(statuses: string[]): void {
    this.statuses.splice(0, this.statuses.length, ...statuses)
  }

  #inMessage({ content }: MessageLine): void {
    for (const part of content ?? []) {
      if (part.part === 'hold') {
        this.#held = true
        this.note('holds until it is cancelled or expires')
      }
      if (part.part === 'gate') this.note(`waits at the gate ${part.gate}`)
      if (part.part === 'status') this.status(part.line.status)
    }
  }

  #start(): void {
    if (this.statuses.at(-1) === 'queued') this.status('in_progress')
  }
}

function ended(statuses: string[]): boolean {
  return isTerminal(statuses.at(-1) as RunStatus)
}

function spellWait(wait: Wait): string {
  if ('polls' in wait) return `for ${counted(wait.polls, 'poll')}`
  return wait.to === undefined ? `${wait.ms} ms` : `${wait.ms} to ${wait.to} ms`
}

function spellMessage({ content }: MessageLine): string {
  const text = content
    ?.map((part) =>
      part.part === 'text'
        ? part.text
        : part.part === 'refusal'
          ? part.refusal
          : part.part.startsWith('image')
            ? `[${part.part}]`
            : '',
    )
    .join(' ')
    .trim()
  return text === undefined ? '(invented)' : JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text)
}

function spellCall(call: Call): string {
  return call.type === 'function' ? call.name : call.type
}
