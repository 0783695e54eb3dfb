import { parseWait } from '../durations.ts'
import type { LineMapping } from '../format/file.ts'
import type { AnnotationLine, MessageLine, Part } from '../scenario.ts'
import { isTemplate } from '../template.ts'
import type { Path } from '../yaml.ts'
import { toEvents } from './events.ts'
import type { Report } from './report.ts'
import { toStatus } from './status.ts'

type MessageFile = Exclude<LineMapping['message'], undefined>
type PartFile = Extract<MessageFile, unknown[]>[number]
type AnnotationFile = NonNullable<Extract<PartFile, object>['annotations']>[number]

/** A message line in its normal form: a list of parts, or nothing where the emulator is to find the words. */
export function toMessage(report: Report, path: Path, message: MessageFile): MessageLine {
  if (message === null) return { do: 'message', content: null }
  if (typeof message === 'string' || Array.isArray(message))
    return { do: 'message', content: toParts(report, path, message) }
  const { content, annotations, by, every, first } = message
  if (annotations && typeof content !== 'string')
    report.add(path, '"annotations" need a text as content, or stand beside the text they belong to', 'annotations')
  const paced = by !== undefined || every !== undefined || first !== undefined
  return {
    do: 'message',
    content:
      content === undefined
        ? null
        : typeof content === 'string'
          ? [toText(report, path, content, annotations, 'content')]
          : toParts(report, [...path, 'content'], content),
    ...(paced && {
      speed: {
        by: by ?? 'token',
        every: every === undefined ? null : parseWait(every),
        first: first === undefined ? null : parseWait(first),
      },
    }),
  }
}

const kinds = ['text', 'refusal', 'image_file', 'image_url', 'gate', 'events', 'status'] as const

function toParts(report: Report, path: Path, content: string | PartFile[]): Part[] {
  if (typeof content === 'string') return [toText(report, path, content)]
  return content.flatMap((part, n): Part[] => {
    const at = [...path, n]
    if (part === 'hold') return [{ part: 'hold' }]
    if (typeof part === 'string') return [toText(report, at, part)]
    const given = kinds.filter((kind) => part[kind] !== undefined)
    if (given.length > 1) report.add(at, `one thing a part: this has ${given.join(' and ')}`)
    if (given.length === 0 && part.after === undefined)
      report.add(at, `this part says nothing: write ${kinds.join(', ')} or after`)
    if (part.annotations && part.text === undefined) report.add(at, '"annotations" belong beside a text', 'annotations')
    if (!part.status)
      for (const word of ['last_error', 'incomplete_details'] as const)
        if (part[word]) report.add(at, `"${word}" belongs beside a status`, word)
    const wait: Part[] = part.after === undefined ? [] : [{ part: 'wait', after: parseWait(part.after) }]
    return given.length === 0 ? wait : [...wait, toPart(report, at, part, given[0]!)]
  })
}

function toPart(report: Report, path: Path, part: Exclude<PartFile, string>, kind: (typeof kinds)[number]): Part {
  switch (kind) {
    case 'text':
      return toText(report, path, part.text!, part.annotations, 'text')
    case 'refusal':
      report.templates([...path, kind], part.refusal)
      return { part: 'refusal', refusal: part.refusal! }
    case 'image_file':
      report.templates([...path, kind], part.image_file)
      return { part: 'image_file', file_id: part.image_file!.file_id }
    case 'image_url':
      report.templates([...path, kind], part.image_url)
      return { part: 'image_url', url: part.image_url!.url }
    case 'gate':
      return { part: 'gate', gate: part.gate! }
    case 'events':
      return { part: 'events', events: toEvents(report, [...path, kind], part.events!) }
    case 'status':
      return { part: 'status', line: toStatus(report, path, part) }
  }
}

/** A text at `path`, or as the word `key` of a mapping there. */
function toText(report: Report, path: Path, text: string, annotations: AnnotationFile[] = [], key?: string): Part {
  report.templates(key === undefined ? path : [...path, key], text)
  return {
    part: 'text',
    text,
    annotations: annotations.map((annotation, n) =>
      toAnnotation(report, [...path, 'annotations', n], text, annotation),
    ),
  }
}

function toAnnotation(report: Report, path: Path, text: string, annotation: AnnotationFile): AnnotationLine {
  const type = 'file_citation' in annotation ? 'file_citation' : 'file_path'
  const { text: marker, file_id } = 'file_citation' in annotation ? annotation.file_citation : annotation.file_path
  report.templates(path, annotation)
  if (!text.includes(marker) && !isTemplate(text) && !isTemplate(marker))
    report.add([...path, type, 'text'], `the message does not contain "${marker}"`)
  return { type, text: marker, file_id: file_id ?? null }
}
