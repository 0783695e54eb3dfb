import { expect, test } from 'vitest'
import { type Wire, wire } from '../support/wire.ts'

/** Names that every object has, as names of data; written out, for a literal would set the prototype. */
const names = '{"__proto__":"a","constructor":"b","toString":"c"}'
const data = JSON.parse(names) as Record<string, string>

const expectData = (given: unknown) => expect(JSON.stringify(given)).toBe(names)

const tool = `{"type":"function","function":{"name":"constructor","parameters":{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"integer"}},"required":["__proto__","constructor"]}}}`

/** One of each object that can have metadata or attributes. */
async function made({ post, emulator }: Wire) {
  const thread = await post(
    '/threads',
    `{"metadata":${names},"messages":[{"role":"user","content":"hi","metadata":${names}}]}`,
  )
  const assistant = await post('/assistants', `{"model":"gpt-4o","metadata":${names},"tools":[${tool}]}`)
  const run = await post(
    `/threads/${thread.body.id}/runs`,
    `{"assistant_id":"${assistant.body.id}","metadata":${names}}`,
  )
  const store = await post('/vector_stores', `{"metadata":${names}}`)
  const form = new FormData()
  form.append('purpose', 'assistants')
  form.append('file', new Blob(['hello']), '__proto__.txt')
  const headers = { authorization: 'Bearer any' }
  const upload = await emulator.fetch(`${emulator.url}/files`, { method: 'POST', body: form, headers })
  const { id: file } = (await upload.json()) as { id: string }
  await post(`/vector_stores/${store.body.id}/files`, `{"file_id":"${file}","attributes":${names}}`)
  return [
    [`/threads/${thread.body.id}`, 'metadata'],
    [`/assistants/${assistant.body.id}`, 'metadata'],
    [`/threads/${thread.body.id}/runs/${run.body.id}`, 'metadata'],
    [`/vector_stores/${store.body.id}`, 'metadata'],
    [`/vector_stores/${store.body.id}/files/${file}`, 'attributes'],
  ] as const
}

test('metadata, attributes and parameters called like what every object has are data, also in a state', async () => {
  const here = wire()
  const objects = await made(here)
  const there = wire()
  await there.emulator.state.load(here.emulator.state.save())
  for (const { get } of [here, there]) for (const [path, field] of objects) expectData((await get(path)).body[field])
  for (const { get } of [here, there]) {
    const { body } = await get(objects[2][0])
    expect(body.required_action).toBeTruthy()
    const [call] = body.required_action!.submit_tool_outputs!.tool_calls as unknown as [
      { function: { arguments: string } },
    ]
    expect(Object.entries(JSON.parse(call.function.arguments) as object)).toEqual([
      ['__proto__', expect.any(String)],
      ['constructor', expect.any(Number)],
    ])
  }
  const messages = await there.get(`${objects[0][0]}/messages`)
  expectData(messages.body.data[0]!.metadata)
  expect((await here.post(objects[0][0], '{"metadata":{"__proto__":"z"}}')).text).toContain('"__proto__": "z"')
})

test('a seed file in JSON may say so too, and its values are checked like any', async () => {
  const { post, get } = wire()
  expect((await post('/_emulator/state', `{"threads":[{"id":"thread_1","metadata":${names}}]}`)).status).toBe(200)
  expectData((await get('/threads/thread_1')).body.metadata)
  expect((await post('/_emulator/state', '{"threads":[{"id":"thread_2","metadata":{"__proto__":1}}]}')).status).toBe(
    400,
  )
  const yaml = await post('/_emulator/state', 'threads:\n  - id: thread_3\n    metadata: { __proto__: x }\n')
  expect(yaml.body.error.message).toMatch(/body:3:17: a key cannot be called __proto__/)
})

test.each(['__proto__', 'constructor', 'hasOwnProperty'])(
  'a project, a gate and a scenario called %s',
  async (name) => {
    const { get, post, call, emulator } = wire()
    const inside = { 'openai-project': name }
    const { body } = await post('/threads', {}, inside)
    expect((await post(`/_emulator/gates/${name}/open`, '', inside)).body).toEqual({ gate: name, open: true })
    expect((await post('/_emulator/next', { scenario: name }, inside)).body.error.message).toContain(
      'There is no scenario',
    )
    await call('PUT', `/_emulator/scenarios/${name}`, 'script: [{ message: Hi }]', inside)
    expect((await post('/_emulator/next', { scenario: name }, inside)).status).toBe(200)
    const { text } = await get('/_emulator/state?project=*')
    emulator.reset()
    expect((await call('PUT', '/_emulator/state?project=*', text)).body.projects).toContain(name)
    expect((await get(`/threads/${body.id}`, inside)).status).toBe(200)
    expect((await get(`/threads/${body.id}`)).status).toBe(404)
  },
)

test('templates do not reach what every object has', async () => {
  const { post, get, call } = wire()
  const reached = ['metadata.constructor', 'metadata.__proto__', 'constructor.constructor', '__proto__', 'toString']
  const message = reached.map((path) => `{{ run.${path} }}`).join('')
  for (const name of ['constructor', '__proto__', 'toString']) {
    const script = [{ message: `{{ ${name} }}` }]
    const { text } = await call('PUT', '/_emulator/scenarios/reach', JSON.stringify({ script }))
    expect(text).toContain(`templates know no \\"${name}\\"`)
  }
  await call('PUT', '/_emulator/scenarios/reach', JSON.stringify({ script: [{ message: `[${message}]` }] }))
  const { id: assistant_id } = (await post('/assistants', { model: 'gpt-4o', instructions: 'x' })).body
  const run = await post('/threads/runs', { assistant_id }, { 'x-emulator-scenario': 'reach' })
  await get(`/threads/${run.body.thread_id}/runs/${run.body.id}`)
  const { body } = await get(`/threads/${run.body.thread_id}/messages`)
  expect(JSON.stringify(body.data)).toContain('"value":"[]"')
})

test('the journal and a verification take them for data', async () => {
  const { emulator, get, post } = wire()
  await get('/models?__proto__=1&constructor=2', { constructor: 'x', __proto__x: 'y' })
  const [entry] = emulator.journal()
  expect(entry!.request).toMatchObject({ headers: { constructor: 'x' } })
  expect(JSON.stringify(entry!.request.query)).toBe('{"__proto__":"1","constructor":"2"}')
  await post('/threads', '{"metadata":{"__proto__":"1","constructor":"2"}}')
  expect(JSON.stringify(emulator.journal().at(-1)!.request.body)).toBe(
    '{"metadata":{"__proto__":"1","constructor":"2"}}',
  )
  const { body } = await post('/_emulator/verify', '{"runs":[{"metadata":{"__proto__":"nope"}}]}')
  expect(body.error.message).toMatch(/a key cannot be called __proto__/)
})

test('and no object has got anything by it', () => {
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(data.a).toBeUndefined()
})
