import { describe, expect, test } from 'vitest'
import { createEmulator } from '../../src/index.ts'

const load = (faults: string) => createEmulator({ scenarios: { example: `faults:\n  - ${faults}\n` } })

describe('a fault that makes no sense is told with its place', () => {
  test.each([
    ['{ on: create }', '2:5: this fault does not say what goes wrong: write http_error, rate_limit,'],
    ['{ on: poll, cut:, reset: }', '2:5: one fault a line: this has cut and reset'],
    ['{ on: pol, cut: }', '2:11: "pol" is not known here: expected create, stream, poll,'],
    ['{ on: pol, cut: }', 'Did you mean "poll"?'],
    ['{ on: poll, cutt: }', '2:17: unknown word "cutt". Did you mean "cut"?'],
    ['{ cut: }', '2:5: "on" is missing here'],
    ['{ on: poll, missing: done }', '2:11: "missing" happens on stream or submit_stream, not on poll'],
    ['{ on: poll, nth: 2, times: 3, cut: }', '"nth" is one request only: leave "times" and "after" out'],
    ['{ on: poll, nth: 2, after: 3, cut: }', '"nth" is one request only: leave "times" and "after" out'],
    ['{ on: poll, nth: 0, cut: }', '2:22: '],
    ['{ on: poll, probability: 2, cut: }', '2:30: '],
    [
      '{ on: list_steps, handled: true, http_error: 500 }',
      'listing its steps changes nothing, whether it is carried out or not: leave "handled" out',
    ],
    [
      '{ on: create, handled: false, truncated_body: }',
      '2:28: "truncated_body" disturbs an answer, so the request has been carried out: leave "handled" out',
    ],
    ['{ on: create, handled: true, sunset: }', '"sunset" means that nothing is carried out: leave "handled" out'],
    ['{ on: poll, cut: { after_events: 3 } }', 'after_events counts the events of a stream: use after_bytes on poll'],
    ['{ on: create, cut: { after_events: 3 } }', 'after_events counts the events of a stream: write "on: stream"'],
    ['{ on: submit, stall: { after_events: 3 } }', 'counts the events of a stream: write "on: submit_stream"'],
    [
      '{ on: create, handled: false, cut: { after_bytes: 3 } }',
      'a request that is not carried out has no answer to count in: leave the position out',
    ],
    [
      '{ on: stream, cut: { after_events: 3, after_bytes: 3 } }',
      'expected one of after_events, after_bytes and within',
    ],
    ['{ on: stream, cut: { after_event: 3 } }', 'unknown word "after_event". Did you mean "after_events"?'],
    ['{ on: stream, stall: { for: 1s, gate: on } }', 'expected "for" or "gate", not both'],
    ['{ on: stream, stall: { for: 1 second } }', 'expected a duration such as 300ms, 2s, 1m or 1h'],
    ['{ on: poll, slow_headers: soon }', 'expected a duration such as 300ms, 2s, 1m or 1h'],
    ['{ on: poll, http_error: 200 }', '2:29: '],
    ['{ on: poll, http_error: { status: 500, headers: { "a b": c } } }', 'expected the name of an HTTP header'],
    ['{ on: poll, http_error: { status: 500, headers: { a: "b\\nc" } } }', 'expected the value of an HTTP header'],
    ['{ on: poll, gateway_error: 404 }', '2:32: expected 500, 502, 503 or 504'],
    ['{ on: poll, rate_limit: }', 'expected a duration such as 300ms, 2s, 1m or 1h, but this is empty'],
    ['{ on: poll, content_length: { more: 1, less: 1 } }', 'expected "more" or "less", one of them'],
    ['{ on: poll, content_length: {} }', 'expected "more" or "less", one of them'],
    ['{ on: poll, chunks: { events: 2 } }', 'only a stream has events: use "bytes" on poll'],
    ['{ on: stream, chunks: { bytes: 1, events: 2 } }', 'expected "bytes" or "events", one of them'],
    ['{ on: stream, missing: thread.mesage.delta }', 'Did you mean "thread.message.delta"?'],
    ['{ on: stream, duplicate: { event: done } }', '"nth" is missing here'],
    ['{ on: stream, unknown_event: "a b" }', 'expected the name of an event, without spaces'],
    ['{ on: stream, comments: "a\\nb" }', 'expected a text on one line'],
    ['{ on: stream, error_event: nested }', '"nested" is not known here: expected wrapped or bare.'],
    ['{ on: stream, crlf: 3 }', '2:25: '],
  ])('%s', (faults, message) => {
    expect(() => load(faults)).toThrow(message)
    expect(() => load(faults)).toThrow(/^scenario "example":2:\d+: /)
  })
})

test('every mistake is told at once', () => {
  const faults = '{ on: poll, missing: done, nth: 2, times: 3 }'
  expect(() => load(faults)).toThrow(/happens on stream[^\n]*\n[^\n]*"nth" is one request only/)
})
