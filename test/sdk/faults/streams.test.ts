import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { allMajors, follow, type Major, transports, type World, world } from './world.ts'

const text = 'script: [message: "Grüße aus Köln"]'
const call = 'script: [tool_calls: [function: { name: get_weather, arguments: { city: Köln } }]]'

const ok = 'ok'
const unfinished = 'Final run has not been received'
const noSnapshot = /^Received thread message event with no existing snapshot/
const noSnapshotForDelta = /^Received a delta with no existing snapshot/
const twoOpen = /^Received message creation for .* before the active message .* reached a terminal state/
const badJson = /JSON/
const serverError = /^The server had an error processing your request/

type Symptom = typeof ok | string | RegExp

/** What goes wrong, and what the official stream helper makes of it: for all major versions, or for each that differs. */
const table: [name: string, faults: string, symptom: Symptom | Record<Major, Symptom>, script?: string][] = [
  ['nothing', '', ok],
  ['slow headers', 'slow_headers: 30s', ok],
  ['a stall that ends', 'stall: { after_events: 6, for: 1m }', ok],
  ['a connection closed after events', 'cut: { after_events: 5 }', 'terminated'],
  ['a connection closed after bytes', 'cut: { after_bytes: 900 }', 'terminated'],
  ['a connection closed within a character', 'cut: { within: character }', 'terminated'],
  ['a connection closed after the head', 'cut: { after_events: 0 }', 'terminated'],
  ['a connection closed without an answer', 'cut:', 'Connection error.'],
  ['a connection reset after events', 'reset: { after_events: 5 }', 'terminated'],
  ['a connection reset without an answer', 'reset:', 'Connection error.'],
  ['a body that breaks off', 'truncated_body: { after_bytes: 1500 }', { 4: unfinished, 6: unfinished, 7: badJson }],
  ['nothing after the head', 'empty:', unfinished],
  ['a wrong content type', 'content_type: text/plain', ok],
  ['a content length too large', 'content_length: { more: 10 }', { 4: 'terminated', 6: 'terminated', 7: ok }],
  ['a content length too small', 'content_length: { less: 60 }', { 4: unfinished, 6: unfinished, 7: badJson }],
  ['chunks across events and characters', 'chunks: { bytes: 47 }', ok],
  ['several events a chunk', 'chunks: { events: 3 }', ok],
  ['all in one chunk', 'chunks: { events: all }', ok],
  ['CR LF', 'crlf:', ok],
  ['comments', 'comments: ping', ok],
  ['no [DONE]', 'missing_done:', ok],
  ['[DONE] without its name', 'unnamed_done:', ok],
  ['bytes after [DONE]', 'after_done:', ok],
  [
    'the last event without its blank line',
    'missing_done: }, { on: stream, unterminated:',
    { 4: unfinished, 6: unfinished, 7: ok },
  ],
  ['a message created twice', 'duplicate: thread.message.created', { 4: ok, 6: ok, 7: twoOpen }],
  ['a step completed twice', 'duplicate: thread.run.step.completed', { 4: ok, 6: ok, 7: /already/ }],
  ['a message never created', 'missing: thread.message.created', noSnapshot],
  ['a step never created', 'missing: thread.run.step.created', ok],
  ['the resting run event missing', 'missing: thread.run.completed', unfinished],
  ['a message in progress before it is created', 'reorder: thread.message.created', noSnapshot],
  ['malformed JSON', 'malformed_json: thread.message.delta', badJson],
  ['an error event', 'error_event: { after_events: 5 }', serverError],
  [
    'a bare error event',
    'error_event: { after_events: 5, form: bare }',
    { 4: serverError, 6: /^Encountered an error event/, 7: serverError },
  ],
  ['an error event and no done', 'error_event: { message: Overloaded, done: false }', 'Overloaded'],
  ['no resting run event', 'early_end:', unfinished],
  ['an early end', 'early_end: { after_events: 3 }', unfinished],
  ['a delta before its message', 'delta_before_created:', noSnapshotForDelta],
  ['two messages open at once', 'two_open_messages:', { 4: ok, 6: ok, 7: twoOpen }],
  ['a message delta without index', 'missing_index:', { 4: ok, 6: ok, 7: /invalid content index/ }],
  ['a step delta without index', 'missing_index:', { 4: /index/, 6: /index/, 7: /index/ }, call],
  ['an unknown event', 'unknown_event: thread.run.paused', ok],
  ['an HTTP error', 'http_error: 500', '500 The server had an error while processing your request. Sorry about that!'],
  ['a gateway', 'gateway_error: 502', /^502 <html>/],
]

const scenarios = Object.fromEntries(
  table.map(([name, fault, , script = text]) => [name, `${script}\nfaults: [${fault && `{ on: stream, ${fault} }`}]`]),
)

describe.each(transports)('%s, the stream helper finds', (transport) => {
  let emulated: World
  beforeAll(async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    emulated = await world(scenarios, { transport })
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await emulated[Symbol.asyncDispose]()
  })

  test.each(table)('%s', async (scenario, _, symptom, script = text) => {
    for (const major of allMajors) {
      const thread = await emulated.thread()
      const { error, status } = await follow(emulated, thread, { scenario, major })
      const expected = typeof symptom === 'object' && !(symptom instanceof RegExp) ? symptom[major] : symptom
      if (expected === ok) expect(error?.message ?? status, `openai ${major}`).toMatch(/^(completed|requires_action)$/)
      else if (expected instanceof RegExp) expect(error?.message, `openai ${major}`).toMatch(expected)
      else expect(error?.message, `openai ${major}`).toBe(expected)

      // Underneath, the run is what its script says, for whoever asks.
      const [run] = (await emulated.client().beta.threads.runs.list(thread)).data
      if (/^(http|gateway)_error/.test(scenarios[scenario]!.split('stream, ')[1] ?? '')) {
        expect(run).toBeUndefined()
        continue
      }
      const { status: truth } = await emulated.rest(thread, run!.id)
      expect(truth).toBe(script === text ? 'completed' : 'requires_action')
      const messages = await emulated.client().beta.threads.messages.list(thread)
      if (script === text) expect(messages.data[0]!.content[0]).toMatchObject({ text: { value: 'Grüße aus Köln' } })
    }
  })
})

test.each(allMajors)('openai %s glues repeated ids and names together', async (major) => {
  await using emulated = await world(`${call}\nfaults: [{ on: stream, repeated_ids: }]`)
  const thread = await emulated.thread()
  const stream = emulated.client({ major }).beta.threads.runs.stream(thread, { assistant_id: emulated.assistant })
  const names: string[] = []
  stream.on('toolCallDelta', (_, snapshot) => snapshot.type === 'function' && names.push(snapshot.function.name))
  const run = await stream.finalRun()
  expect(names.at(-1)).toMatch(/^(get_weather){2,}$/)
  expect(run.required_action!.submit_tool_outputs.tool_calls[0]!.function.name).toBe('get_weather')
})

test('a character whose bytes come one by one arrives whole', async () => {
  await using emulated = await world(`${text}\nfaults: [{ on: stream, chunks: { bytes: 1 } }]`)
  const thread = await emulated.thread()
  const stream = emulated.client().beta.threads.runs.stream(thread, { assistant_id: emulated.assistant })
  const [message] = await stream.finalMessages()
  expect(message!.content[0]).toMatchObject({ text: { value: 'Grüße aus Köln' } })
})
