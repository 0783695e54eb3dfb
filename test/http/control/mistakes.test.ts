import { createEmulator, type Emulator } from 'run-emulator'
import { expect, test } from 'vitest'
import { setUp } from './control.ts'

/** What somebody who writes a helper for a test suite gets wrong: it must not pass for an answer. */

const request = (rest: object) => ({ requests: [{ request: 'POST /threads', ...rest }] })

test.each<[string, unknown, number, RegExp]>([
  [
    'GET /journal?statsu=404',
    undefined,
    400,
    /\/journal knows no \?statsu=\. Did you mean "status"\? Known here: project,/,
  ],
  ['POST /next?projet=a', { scenario: 'hello' }, 400, /knows no \?projet=\. Did you mean "project"/],
  ['GET /coverage?as=xml', undefined, 400, /as=xml is not known here: expected json, text or junit/],
  ['GET /journal?wall_ms=no', undefined, 400, /expected true or false/],
  ['GET /journal?status=(', undefined, 400, /"\(" is no HTTP status: expected one such as 404, or a class such as 4xx/],
  ['GET /journal?status=4xxx', undefined, 400, /no HTTP status/],
  ['GET /journal?method=FETCH', undefined, 400, /no method "FETCH": expected GET, POST/],
  ['GET /journal?since=yesterday', undefined, 400, /neither the number of an entry nor a time/],
  ['POST /verify', request({ status: '(' }), 400, /body:1:\d+: expected one such as 404/],
  ['POST /verify', request({ status: 4, times: 0 }), 400, /expected one such as 404/],
  ['POST /verify', request({ request: '/threads', times: 0 }), 400, /expected a method and the end of a path/],
  ['POST /verify', request({ request: 'GET:/threads', times: 0 }), 400, /expected a method and the end of a path/],
  ['POST /verify', request({ request: 'GET /threads?limit=1', times: 0 }), 400, /without a query/],
  ['POST /verify', request({ headers: { accept: { regex: '(' } } }), 400, /missing closing \)/],
  ['POST /verify', { runs: [{ status: 'complete', times: 0 }] }, 400, /Did you mean "completed"/],
  ['POST /verify', '', 400, /The body is empty: nothing was done/],
  ['PUT /state', '', 400, /The body is empty/],
  ['PUT /scenarios/mine', ' \n', 400, /The body is empty/],
  ['GET /scenarios/helo', undefined, 404, /Did you mean "hello"/],
  ['DELETE /scenarios/helo', undefined, 404, /Did you mean "hello"/],
  ['POST /next', { scenario: 'helo' }, 400, /Did you mean "hello"/],
  ['POST /faults', { http_error: 429, metod: 'POST' }, 400, /body:1:19: unknown word "metod"\. Did you mean "method"/],
  ['POST /faults', { http_error: 429, on: 'create' }, 400, /unknown word "on"\. .*Known here: method, path, times/],
  ['POST /faults', { http_error: 429, method: 'FETCH' }, 400, /no method "FETCH"/],
  ['POST /clock/advance', { by: true }, 400, /expected a text or a number/],
  ['POST /clock/advance', { by: '10' }, 400, /"10" is not a duration such as 300ms/],
  [
    'POST /clock/advance?project=real',
    { by: '1s' },
    400,
    /The clock is real.*PUT \/_emulator\/clock \{"mode": "skip"\}/,
  ],
  [
    'POST /state',
    {
      assistants: [
        { id: 'asst_1', model: 'gpt-4o' },
        { id: 'asst_1', model: 'o1' },
      ],
    },
    400,
    /has asst_1 twice/,
  ],
  [
    'POST /state',
    { threads: [{ id: 'thread_1', messages: ['a', 'b'].map((content) => ({ id: 'msg_1', role: 'user', content })) }] },
    400,
    /has msg_1 twice/,
  ],
])('%s %j is refused with %s', async (what, body, status, message) => {
  const { emulator, client, control, refusal } = setUp()
  emulator.project('real').clock.mode = 'real'
  await client.beta.threads.create()
  const before = await control('GET /state')

  const error = await refusal(what, body, { status })

  expect(error.message).toMatch(message)
  expect(error.code).not.toBe('internal_error')
  expect(await control('GET /state')).toEqual(before)
})

type Wrong = (emulator: Emulator) => unknown

test.each<[RegExp, Wrong]>([
  [/"times" is a whole number from 1, not 0/, (emulator) => emulator.next('hello', 0)],
  [/"times" is a whole number from 1, not two/, (emulator) => emulator.next('hello', 'two' as never)],
  [/Name a scenario, or give one/, (emulator) => emulator.next(undefined as never)],
  [/There is no clock "fast": expected real, skip or manual/, ({ clock }) => (clock.mode = 'fast' as never)],
  [/There is no clock "fast"/, () => createEmulator({ clock: 'fast' as never })],
  [/There is no clock "manul".* Did you mean "manual"/, () => createEmulator({ clock: 'manul' as never })],
  [
    /no option "sead"\. Did you mean "seed"\? There are scenarios, clock, /,
    () => createEmulator({ sead: 1 } as object),
  ],
  [/no option "__proto__"/, () => createEmulator(JSON.parse('{ "__proto__": 1 }'))],
  [/takes an object of options, but this is the text "skip"/, () => createEmulator('skip' as never)],
  [/takes an object of options, but this is empty/, () => createEmulator(null as never)],
  [/profile is recorded or spec, but this is the text "specs"/, () => createEmulator({ profile: 'specs' as never })],
  [/unmatched is default or error, but this is true/, () => createEmulator({ unmatched: true as never })],
  [/apiKeys is a list of texts, but this is the text "k"/, () => createEmulator({ apiKeys: 'k' as never })],
  [/scenarios is a path, .*, but this is the number 5/, () => createEmulator({ scenarios: 5 as never })],
  [/pollAfter is .* or null, but this is false/, () => createEmulator({ pollAfter: false as never })],
  [
    /limits: there is no option "stream"\. Did you mean "streams"/,
    () => createEmulator({ limits: { stream: 1 } as object }),
  ],
  [/journal: there is no option "entry"/, () => createEmulator({ journal: { entry: 1 } as object })],
  [/projects: there is no option "max"/, () => createEmulator({ projects: { max: 1 } as object })],
  [/onRequest is a function/, () => createEmulator({ onRequest: 'log' as never })],
  [/listen: there is no option "prot"\. Did you mean "port"/, (emulator) => emulator.listen({ prot: 1 } as object)],
  [
    /printed as text or junit, not as "json"; coverage\(\) is the data/,
    (emulator) => emulator.coverage('json' as never),
  ],
  [/printed as text or junit, not as "toString"/, (emulator) => emulator.coverageOfAll('toString' as never)],
  [/Say how far/, ({ clock }) => clock.advance({} as never)],
  [/"undefined" is not a duration|Say how far/, ({ clock }) => clock.advance(undefined as never)],
  [/"times" is a whole number from 1, not 0/, ({ faults }) => faults.add({ http_error: 429, times: 0 })],
  [/"after" is a whole number from 0, not -1/, ({ faults }) => faults.add({ http_error: 429, after: -1 })],
  [/There is no method "7"/, ({ faults }) => faults.add({ http_error: 429, method: 7 as never })],
  [/no HTTP status/, (emulator) => emulator.journal({ status: '(' })],
  [/Unknown word "statsu"\. Did you mean "status"/, (emulator) => emulator.journal({ statsu: 1 } as object)],
  [/"times" is a whole number from 1, not 0/, ({ runs }) => runs.step('run_1', 0)],
])('in the library: %s', async (message, wrong) => {
  const emulator = createEmulator()
  await expect(async () => wrong(emulator)).rejects.toThrow(message)
  expect([emulator.queued(), emulator.faults.list(), emulator.clock.mode]).toEqual([[], [], 'skip'])
})

test('an option that is undefined is one that is not given', () => {
  const names = ['scenarios', 'clock', 'seed', 'profile', 'pollAfter', 'apiKeys', 'journal', 'limits', 'onRequest']
  expect(createEmulator(Object.fromEntries(names.map((name) => [name, undefined]))).clock.mode).toBe('skip')
})

test('a clock is moved by milliseconds too, as in the library', async () => {
  const { control } = setUp()
  expect(await control('POST /clock/advance', { by: 1500 })).toEqual({ mode: 'skip', now: '2026-01-01T00:00:01.500Z' })
})
