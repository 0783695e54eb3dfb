import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readSse, type SseEvent } from '../support/sse.ts'
import { expectGrammar } from './grammar.ts'

const golden = (name: string) =>
  readFileSync(new URL(`../golden/${name}.sse`, import.meta.url), 'utf8')
    .split(/^: .*\n\n/m)
    .filter((stream) => stream !== '')
    .map((stream) => readSse(`${stream.trimEnd()}\n\n`))

const [hello] = golden('hello') as [SseEvent[]]
const [call, submit] = golden('parallel-tool-calls') as [SseEvent[], SseEvent[]]

const written = (events: SseEvent[]) => events.map(({ event, text }) => `event: ${event}\ndata: ${text}\n\n`).join('')
const without = (events: SseEvent[], name: string) => events.filter(({ event }) => event !== name)
const twice = (events: SseEvent[], name: string) =>
  events.flatMap((each) => (each.event === name ? [each, each] : [each]))
const edited = (events: SseEvent[], name: string, find: string | RegExp, replace: string) =>
  events.map((each) => (each.event === name ? { ...each, text: each.text.replace(find, replace) } : each))
const last = (events: SseEvent[], name: string) => [
  ...without(events, name),
  ...events.filter(({ event }) => event === name),
]

test.each([hello, call, submit])('a stream of the emulator keeps the grammar', (...stream) => {
  expect(() => expectGrammar(written(stream))).not.toThrow()
})

test.each<[string, SseEvent[], string]>([
  ['no done', without(hello, 'done'), 'ends without done'],
  ['no resting run', without(hello, 'thread.run.completed'), 'before the run rests'],
  ['a run that ends twice', twice(hello, 'thread.run.completed'), 'after the run rests'],
  ['a delta before its message', without(hello, 'thread.message.created'), 'was not created'],
  ['a message of no step', without(hello, 'thread.run.step.created'), 'about no open step'],
  ['a step created twice', twice(hello, 'thread.run.step.created'), 'another step is open'],
  ['a step completed twice', twice(hello, 'thread.run.step.completed'), 'was closed before'],
  ['a step left open', without(hello, 'thread.run.step.completed'), 'still open'],
  ['a message left open', without(hello, 'thread.message.completed'), 'still open'],
  ['events after done', last(hello, 'thread.run.completed'), 'before the run rests'],
  ['no index', edited(hello, 'thread.message.delta', '"index":0,', ''), 'has no index'],
  ['no annotations', edited(hello, 'thread.message.delta', ',"annotations":[]', ''), 'first delta of a text'],
  ['a lost piece', edited(hello, 'thread.message.delta', ' can', ''), 'not that of its deltas'],
  ['another status', edited(hello, 'thread.run.in_progress', '"in_progress"', '"queued"'), 'name and status differ'],
  ['another sum', edited(hello, 'thread.run.completed', /"total_tokens":\d+/, '"total_tokens":1'), 'not the sum'],
  [
    'another expiry',
    edited(hello, 'thread.run.step.in_progress', /"expires_at":\d+/, '"expires_at":1'),
    'than its run',
  ],
  ['another time', edited(hello, 'thread.message.created', /"created_at":\d+/, '"created_at":1'), 'than its step'],
  ['no usage', edited(hello, 'thread.run.step.completed', /"usage":\{.*\}$/, '"usage":null}'), 'has no usage'],
  ['no queued', without(hello, 'thread.run.queued'), 'does not follow queued'],
  ['usage too early', edited(hello, 'thread.run.queued', '"usage":null', '"usage":{}'), 'runs that have ended'],
  ['a call without its opening', edited(call, 'thread.run.step.delta', /"id":"call_[^"]+",/, ''), 'opened last'],
  ['a call opened twice', twice(call, 'thread.run.step.delta'), 'skips an index, or its id is told twice'],
  ['no call at all', without(call, 'thread.run.step.delta'), 'no function was called'],
  ['outputs before the question', submit.slice(1), 'does not follow created'],
])('%s breaks the grammar', (_, stream, rule) => {
  expect(() => expectGrammar(written(stream))).toThrow(rule)
})

test.each([
  ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
  ['a comment', (text: string) => `: ping\n\n${text}`],
  ['no last empty line', (text: string) => text.trimEnd()],
  ['a data line alone', (text: string) => text.replace('event: done\n', '')],
])('%s breaks the framing', (_, change) => {
  expect(() => expectGrammar(change(written(hello)))).toThrow(/is not an event|empty line/)
})
