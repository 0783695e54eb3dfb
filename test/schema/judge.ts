import { readEvents } from '../../src/engine/journal/view.ts'
import type { Entry } from '../../src/engine/journal/entry.ts'
import type { Exchange } from '../../src/http/exchange.ts'
import { type Profile, spec } from '../../src/http/render.ts'
import { isKnown } from './differences.ts'
import { type Mismatch, mismatches, nameless, type Operation, operations, resolved, type Schema } from './document.ts'
import { isDisturbed, isLiteral } from './exempt.ts'

/** Which answer it is. */
export interface Place {
  profile: Profile
  channel: 'json' | 'stream'
  /** What the document calls the operation; undefined for a URL that no route takes. */
  operation: string | undefined
}

/** All that an answer has against the document, but for what is known and what a test wanted, in words. */
export function judge(exchange: Exchange): string[] {
  const { entry, services, context } = exchange
  // Control calls have a document of their own; without a status there was no answer.
  if (entry.status === 0 || context.req.path.startsWith('/_') || isDisturbed(entry)) return []
  const operation = entry.route === undefined ? undefined : operations().get(nameless(entry.route))
  const place: Place = {
    profile: services.render === spec ? 'spec' : 'recorded',
    channel: isStream(entry) ? 'stream' : 'json',
    operation: operation?.operationId,
  }
  const title = `${entry.method} ${context.req.path} (${place.operation ?? 'no operation'}, profile ${place.profile})`
  return found(entry, operation)
    .filter((each) => !isKnown(each, place) && !isLiteral(each, exchange))
    .map(({ object, says }) => `${title}: ${object}: ${says}`)
}

function found(entry: Entry, operation: Operation | undefined): Mismatch[] {
  const { status, route } = entry
  const type = contentType(entry)
  if (route !== undefined && !operation) return [head('operation', `the document has no ${route}`)]
  if (status >= 400)
    return type === 'application/json'
      ? body('ErrorResponse', component('ErrorResponse'), entry)
      : [head('content-type', `an error is JSON, this is ${type}`)]
  const { content } = operation?.responses[status] ?? {}
  if (!operation || !content) return [head('status', `the document has no status ${status}`)]
  if (isStream(entry)) return streams(operation) ? events(entry) : [head('content-type', 'the document has no stream')]
  const schema = content[type]?.schema
  return schema
    ? body(operation.operationId, schema, entry)
    : [head('content-type', `the document has no ${type} here`)]
}

function head(at: string, says: string): Mismatch {
  return { object: 'response', at, is: at, says, owner: undefined }
}

function contentType({ responseHeaders }: Entry): string {
  return responseHeaders?.['content-type'] ?? 'nothing'
}

function isStream(entry: Entry): boolean {
  return contentType(entry).startsWith('text/event-stream')
}

/** The document says of streams only that the request may ask for one. */
function streams({ requestBody }: Operation): boolean {
  const schema = requestBody?.content['application/json']?.schema
  return schema !== undefined && 'stream' in (resolved(schema).properties ?? {})
}

function body(name: string, schema: Schema, { responseBody = '', pieces, ended }: Entry): Mismatch[] {
  // Of a body that a fault has held up the client may have left the rest.
  if (ended?.how !== 'complete') return []
  const text = pieces ? pieces.map(({ data }) => toText(data)).join('') : toText(responseBody)
  const value = parsed(text)
  return value === text ? [head('body', 'it is no JSON')] : mismatches(name, schema, value)
}

function events({ pieces = [], ended }: Entry): Mismatch[] {
  const events = readEvents(pieces)
  const last = pieces.at(-1)?.data
  // What came last before the client left may be half an event.
  if (ended?.how !== 'complete' && last !== undefined && !toText(last).endsWith('\n\n')) events.pop()
  return events
    .filter(({ event, data }) => event !== '' || !isComment(data))
    .flatMap(({ event, data }) =>
      mismatches('AssistantStreamEvent', component('AssistantStreamEvent'), { event, data: parsed(data) }),
    )
}

function isComment(block: string): boolean {
  return block.split(/\r?\n/).every((line) => line.startsWith(':'))
}

function toText(data: string | Uint8Array): string {
  return typeof data === 'string' ? data : new TextDecoder().decode(data)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function component(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` }
}
