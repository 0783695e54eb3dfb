import fc from 'fast-check'
import { controls } from '../../src/http/control/index.ts'
import { oddBody, oddText, oddValue } from './bodies.ts'
import { mangled } from './mangled.ts'
import { filled } from './paths.ts'
import { scenarioText, scenarioValue } from './scenarios.ts'
import type { Shot } from './shots.ts'

const usual: Record<string, unknown[]> = {
  'put /clock': [{ mode: 'skip' }, { mode: 'manual' }, { mode: 'real' }],
  'post /clock/advance': [{ by: '5m' }, { by: '1ms' }, { by: '99999999h' }, { until: { run: '@run' } }],
  'put /seed': [{ seed: 1 }, { seed: '@wide' }],
  'post /next': [{ scenario: 'expires' }, { scenario: 'tool-call', times: 2 }, { scenario: '@wide' }],
  'post /faults': [
    { http_error: 503 },
    { times: 3, path: '/runs', cut: null },
    { slow_headers: '5s' },
    { truncated_body: null },
  ],
  'post /runs/:run/step': [{}, { times: 3 }, { times: 1e9 }],
  'post /runs/:run/force': [
    { status: 'failed' },
    { status: 'completed' },
    { status: 'cancelling' },
    { status: 'expired' },
  ],
  'post /verify': [
    { runs: [{ model: 'gpt-4o' }] },
    { requests: [{ request: 'POST /threads', status: '(' }] },
    { requests: [{ request: 'POST /threads' }], nothing_else: true },
  ],
  'post /state': [
    { assistants: [{ id: 'asst_1', model: 'm' }] },
    { threads: [{ id: 'thread_@wide', messages: [{ role: 'user', content: [{}] }] }] },
  ],
}

type Given = Pick<Shot, 'body' | 'edits'>

const edits: fc.Arbitrary<[number, unknown][]> = fc.array(
  fc.tuple(fc.nat(9999), fc.oneof(fc.constant('@gone'), oddValue)),
  { maxLength: 3 },
)

/** What goes with a control, by its name: mostly something that it takes. */
function bodies(name: string): fc.Arbitrary<Given> {
  const json = (value: fc.Arbitrary<unknown>) => value.map((each): Given => ({ body: JSON.stringify(each) }))
  const text = (value: fc.Arbitrary<string>) => value.map((body): Given => ({ body }))
  const odd = fc.oneof(json(oddBody), text(oddText), text(scenarioText))
  if (name === 'put /scenarios/:name') return fc.oneof({ weight: 8, arbitrary: text(scenarioText) }, odd)
  if (name === 'put /state')
    return fc.oneof({ weight: 8, arbitrary: edits.map((edits): Given => ({ body: '@state', edits })) }, odd)
  const taken = usual[name]
  if (!taken) return odd
  const right =
    name === 'post /next'
      ? fc.oneof(
          fc.constantFrom(...taken),
          scenarioValue.map((scenario) => ({ scenario })),
        )
      : fc.constantFrom(...taken)
  return fc.oneof(
    { weight: 6, arbitrary: json(right) },
    { weight: 1, arbitrary: text(mangled(right.map((value) => JSON.stringify(value)))) },
    { weight: 1, arbitrary: odd },
  )
}

// The list of scenarios reads a hundred files, in each new emulator.
const cheap = controls.filter(({ method, path }) => `${method} ${path}` !== 'get /scenarios')

/** A request to the emulator itself. */
export const control: fc.Arbitrary<Shot> = fc
  .oneof({ weight: 40, arbitrary: fc.constantFrom(...cheap) }, fc.constantFrom(...controls))
  .chain(({ method, path, query = {} }) =>
    fc
      .record({
        method: fc.oneof(
          { weight: 30, arbitrary: fc.constant(method.toUpperCase()) },
          fc.constantFrom('GET', 'PATCH', 'HEAD'),
        ),
        // One name that no control knows is enough: it is refused before anything else is looked at.
        path: filled(`/_emulator${path}`, ['project', '@proto', ...Object.keys(query)]),
        headers: fc.oneof(
          { weight: 12, arbitrary: fc.constant({}) },
          fc.constantFrom<Record<string, string>[]>(
            { 'openai-project': 'b' },
            { 'openai-project': '@proto' },
            { origin: 'http://evil.example' },
          ),
        ),
        given: bodies(`${method} ${path}`),
      })
      .map(({ given, ...shot }) => (shot.method === 'GET' || shot.method === 'HEAD' ? shot : { ...shot, ...given })),
  )
