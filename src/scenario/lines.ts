import type { AnnotationLine, Call, Line, MessageLine, Part, SearchResult, StatusLine, Wait } from './scenario.ts'
import { type LineFile, type LineMapping, lineWords } from './format.ts'
import type { Problem } from './problems.ts'
import { parseDuration } from './durations.ts'
import { oneOf } from './words.ts'
import type { Path, Source } from './yaml.ts'

type MessageFile = Exclude<LineMapping['message'], undefined>
type PartFile = Extract<MessageFile, unknown[]>[number]
type CallFile = NonNullable<LineMapping['tool_calls']>[number]
type AnnotationFile = NonNullable<Extract<PartFile, object>['annotations']>[number]

const modifiers = {
  usage: ['message', 'tool_calls', 'status'],
  last_error: ['status'],
  incomplete_details: ['status'],
} as const

/** The lines of a script in their normal form; what does not make sense is added to `problems`. */
export class Lines {
  readonly #source: Source
  readonly #problems: Problem[]

  constructor(source: Source, problems: Problem[]) {
    this.#source = source
    this.#problems = problems
  }

  script(path: Path, lines: LineFile[]): Line[] {
    return lines.flatMap((line, n) => this.#line([...path, n], typeof line === 'string' ? { [line]: null } : line))
  }

  #line(path: Path, line: LineMapping): Line[] {
    const [action, ...more] = lineWords.filter((word) => word !== 'after' && word in line)
    if (more.length > 0)
      this.#problem(path, `one thing a line: this has ${oneOf([action!, ...more]).replace(' or ', ' and ')}`)
    for (const [modifier, actions] of Object.entries(modifiers)) {
      if (modifier in line && !actions.some((word) => word === action))
        this.#problem(path, `"${modifier}" belongs to a line with ${oneOf(actions)}`, modifier)
    }
    const common = { where: this.#source.where(path), ...(line.after !== undefined && { after: wait(line.after) }) }
    switch (action) {
      case undefined:
        if (line.after === undefined)
          this.#problem(path, `this line does nothing: write one of ${lineWords.join(', ')}`)
        return [{ ...common, do: 'wait' }]
      case 'hold':
        return [{ ...common, do: 'hold' }]
      case 'events':
        return [
          { ...common, do: 'events', events: line.events!.map(({ event, data }) => ({ event, data: data ?? {} })) },
        ]
      case 'status':
        return [{ ...common, ...this.#status(path, line) }]
      case 'message':
        return [
          {
            ...common,
            ...this.#message([...path, 'message'], line.message ?? null),
            ...(line.usage && { usage: line.usage }),
          },
        ]
      default:
        return [
          {
            ...common,
            do: 'tool_calls',
            calls: this.#calls([...path, 'tool_calls'], line.tool_calls),
            ...(line.usage && { usage: line.usage }),
          },
        ]
    }
  }

  #status(path: Path, { status, last_error, incomplete_details, usage }: LineMapping): StatusLine {
    if (last_error && status !== 'failed') this.#problem(path, '"last_error" belongs to status: failed', 'last_error')
    if (incomplete_details && status !== 'incomplete')
      this.#problem(path, '"incomplete_details" belongs to status: incomplete', 'incomplete_details')
    return {
      do: 'status',
      status: status!,
      ...(last_error && { last_error }),
      ...(incomplete_details && { incomplete_details }),
      ...(usage && { usage }),
    }
  }

  #message(path: Path, message: MessageFile): MessageLine {
    if (message === null) return { do: 'message', content: null }
    if (typeof message === 'string' || Array.isArray(message))
      return { do: 'message', content: this.#parts(path, message) }
    const { content, annotations, by, every, first } = message
    if (annotations && typeof content !== 'string')
      this.#problem(
        path,
        '"annotations" need a text as content, or stand beside the text they belong to',
        'annotations',
      )
    const parts =
      content === undefined
        ? null
        : typeof content === 'string'
          ? [this.#text(path, content, annotations)]
          : this.#parts([...path, 'content'], content)
    const paced = by !== undefined || every !== undefined || first !== undefined
    const speed = {
      by: by ?? 'token',
      every: every === undefined ? null : wait(every),
      first: first === undefined ? null : wait(first),
    } as const
    return { do: 'message', content: parts, ...(paced && { speed }) }
  }

  #parts(path: Path, content: string | PartFile[]): Part[] {
    if (typeof content === 'string') return [this.#text(path, content)]
    return content.flatMap((part, n): Part[] => {
      const at = [...path, n]
      if (part === 'hold') return [{ part: 'hold' }]
      if (typeof part === 'string') return [this.#text(at, part)]
      const waits: Part[] = part.after === undefined ? [] : [{ part: 'wait', after: wait(part.after) }]
      const { text, refusal, image_file, image_url, status, annotations } = part
      if (annotations && text === undefined) this.#problem(at, '"annotations" belong beside a text', 'annotations')
      const given = [
        text !== undefined && this.#text(at, text, annotations),
        refusal !== undefined && ({ part: 'refusal', refusal } as const),
        image_file && ({ part: 'image_file', file_id: image_file.file_id } as const),
        image_url && ({ part: 'image_url', url: image_url.url } as const),
        status && ({ part: 'status', line: this.#status(at, part) } as const),
      ].filter((each) => each !== false && each !== undefined)
      if (given.length > 1) this.#problem(at, 'one thing a part: text, refusal, image_file, image_url or status')
      if (given.length + waits.length === 0)
        this.#problem(at, 'this part says nothing: write one of text, refusal, image_file, image_url, status or after')
      return [...waits, ...given]
    })
  }

  #text(path: Path, text: string, annotations: AnnotationFile[] = []): Part {
    return {
      part: 'text',
      text,
      annotations: annotations.map((annotation, n) => this.#annotation([...path, 'annotations', n], text, annotation)),
    }
  }

  #annotation(path: Path, text: string, annotation: AnnotationFile): AnnotationLine {
    const type = 'file_citation' in annotation ? 'file_citation' : 'file_path'
    const { text: marker, file_id } = 'file_citation' in annotation ? annotation.file_citation : annotation.file_path
    if (!text.includes(marker)) this.#problem([...path, type, 'text'], `the message does not contain "${marker}"`)
    return { type, text: marker, file_id: file_id ?? null }
  }

  #calls(path: Path, calls: CallFile[] | null | undefined): Call[] | null {
    return calls
      ? calls.flatMap((call, n) => this.#call([...path, n], typeof call === 'string' ? { [call]: null } : call))
      : null
  }

  #call(path: Path, call: Exclude<CallFile, string>): Call[] {
    const kinds = Object.keys(call)
    if (kinds.length !== 1) this.#problem(path, 'one call an item: function, code_interpreter or file_search')
    if (call.function !== undefined) {
      const { name, arguments: args } = typeof call.function === 'string' ? { name: call.function } : call.function
      return [
        {
          type: 'function',
          name,
          arguments: args === undefined ? null : typeof args === 'string' ? args : JSON.stringify(args),
        },
      ]
    }
    if (call.code_interpreter !== undefined) {
      const code =
        typeof call.code_interpreter === 'string' ? { input: call.code_interpreter } : (call.code_interpreter ?? {})
      const outputs = (code.outputs ?? []).map((output) =>
        'logs' in output
          ? ({ type: 'logs', logs: output.logs } as const)
          : ({ type: 'image', image: output.image } as const),
      )
      return [{ type: 'code_interpreter', input: code.input ?? null, outputs }]
    }
    if (call.file_search === undefined) return []
    const results = call.file_search?.results?.map(({ file_name, file_id, score, text }): SearchResult => ({
      file_name,
      file_id: file_id ?? null,
      score: score ?? 0.75,
      text: text ?? '',
    }))
    return [{ type: 'file_search', results: results ?? null }]
  }

  #problem(path: Path, message: string, key?: string): void {
    this.#problems.push(this.#source.problem(path, message, key))
  }
}

function wait(text: string): Wait {
  const ms = parseDuration(text)
  return ms === undefined ? { polls: Number.parseInt(text) } : { ms }
}
