import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EmulatorOptions } from '../../../src/index.ts'
import { errors, type ErrorName } from '../../../src/run/errors.ts'
import { pairs } from '../../support/refusals.ts'
import { conversation, type Reply, wire } from '../../support/wire.ts'

/** An emulator with an assistant, a thread, a vector store, and a file that cannot be searched. */
async function world(options: EmulatorOptions = {}) {
  const here = wire({ clock: 'manual', ...options })
  const { openai, post } = here
  const { assistant_id, thread_id } = await conversation(openai)
  const { id: vs } = await openai.vectorStores.create({})
  const { id: table } = await openai.files.create({ file: new File(['1,2'], 'a.csv'), purpose: 'assistants' })
  const assistant = (body: object) => post('/assistants', { model: 'm', ...body })
  const thread = (body: object) => post('/threads', body)
  const run = (body: object = {}, at = thread_id) => post(`/threads/${at}/runs`, { assistant_id, ...body })
  const say = (body: object) => post(`/threads/${thread_id}/messages`, { role: 'user', content: 'Hi', ...body })
  return { ...here, assistant_id, thread_id, vs, table, assistant, thread, run, say }
}
type World = Awaited<ReturnType<typeof world>>

/** A run that waits for the outputs of two calls. */
async function waiting(here: World) {
  const calls = ['a', 'b'].map((name) => ({ function: { name, arguments: {} } }))
  here.emulator.next({ script: [{ tool_calls: calls }] })
  const { id } = (await here.run()).body as unknown as { id: string }
  await here.emulator.clock.advance({ until: { run: id } })
  const at = `/threads/${here.thread_id}/runs/${id}`
  const { required_action } = (await here.get(at)).body
  const [a, b] = (required_action!.submit_tool_outputs!.tool_calls as unknown as { id: string }[]).map(({ id }) => id)
  const submit = (...ids: string[]) =>
    here.post(`${at}/submit_tool_outputs`, { tool_outputs: ids.map((tool_call_id) => ({ tool_call_id, output: '' })) })
  return { id, at, a: a!, b: b!, submit }
}

/** An upload of these parts; those with a name of a file are files. */
const upload = ({ call }: World, parts: Record<string, string | [filename: string, content: string]>) => {
  const text = Object.entries(parts).map(([name, part]) => {
    const [filename, content] = typeof part === 'string' ? [undefined, part] : part
    const named = filename === undefined ? '' : `; filename="${filename}"`
    return `--b\r\ncontent-disposition: form-data; name="${name}"${named}\r\n\r\n${content}\r\n`
  })
  return call('POST', '/files', `${text.join('')}--b--\r\n`, { 'content-type': 'multipart/form-data; boundary=b' })
}
const file: [string, string] = ['a.txt', 'x']

/** What a request gets whose place an error takes by a fault. */
const struck = async (here: World, http_error: number) => {
  here.emulator.faults.add({ path: '/threads', http_error })
  return here.thread({})
}

interface Case {
  provoke: (here: World) => Promise<Reply>
  options?: EmulatorOptions
  status?: number
  message: string | ((here: World) => string)
  type?: string
  param?: string
  code?: string
  repeats?: true
}

const cases: Record<ErrorName, Case> = {
  missing_key: {
    provoke: ({ get }) => get('/assistants', { authorization: null }),
    status: 401,
    message:
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.",
  },
  wrong_key: {
    options: { apiKeys: ['sk-test'] },
    provoke: ({ get }) => get('/assistants', { authorization: 'Bearer sk-proj-0123456789' }),
    status: 401,
    message:
      'Incorrect API key provided: sk-proj-******6789. You can find your API key at https://platform.openai.com/account/api-keys.',
    code: 'invalid_api_key',
  },
  missing_beta: {
    provoke: ({ get }) => get('/assistants', { 'openai-beta': null }),
    message:
      "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by setting the header 'OpenAI-Beta: assistants=v2'.",
    code: 'invalid_beta',
  },
  outdated_beta: {
    provoke: ({ post }) => post('/assistants', { model: 'gpt-4o-mini' }, { 'openai-beta': 'assistants=v1' }),
    message:
      "The requested model 'gpt-4o-mini' cannot be used with the Assistants API in v1. Follow the migration guide to upgrade to v2: https://platform.openai.com/docs/assistants/migration.",
    param: 'model',
    code: 'unsupported_model',
  },
  unknown_url: {
    provoke: ({ post }) => post('/conversations', {}),
    status: 404,
    message: 'Invalid URL (POST /v1/conversations)',
  },
  wrong_method: {
    provoke: ({ get }) => get('/threads'),
    status: 405,
    message: 'Invalid method for URL (GET /v1/threads)',
  },
  wrong_content_type: {
    provoke: ({ post }) => post('/threads', '{}', { 'content-type': 'text/plain' }),
    status: 415,
    message:
      "Unsupported content type: 'text/plain'. This API method only accepts 'application/json' requests, but you specified the header 'Content-Type: text/plain'. Please try again with a supported content type.",
    code: 'unsupported_content_type',
  },
  body_too_large: {
    options: { maxBodyBytes: 100 },
    provoke: ({ post }) => post('/threads', ' '.repeat(99) + '{}'),
    status: 413,
    message: 'Maximum content size limit (100) exceeded (101 bytes read)',
    type: 'server_error',
  },
  not_json: {
    provoke: ({ post }) => post('/threads', "{'metadata': {}}"),
    message:
      "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble figuring out how to fix this, please contact us through our help center at help.openai.com.)",
  },
  not_an_object: {
    provoke: ({ post }) => post('/threads', '[]'),
    message: 'Invalid type: expected an object, but got an array instead.',
    code: 'invalid_type',
  },
  missing: {
    provoke: ({ thread }) => thread({ messages: [{ content: 'Hi' }] }),
    message: "Missing required parameter: 'messages[0].role'.",
    param: 'messages[0].role',
    code: 'missing_required_parameter',
  },
  misspelt: {
    provoke: ({ say }) => say({ content: [{ type: 'image_file', image_file: { file_Id: 'file-a' } }] }),
    message:
      "Missing required parameter: 'content[0].image_file.file_id'. You provided 'file_Id', did you mean to provide 'file_id'?",
    param: 'content[0].image_file.file_id',
    code: 'missing_required_parameter',
  },
  unknown: {
    provoke: ({ run }) => run({ tool_resources: {} }),
    message: "Unknown parameter: 'tool_resources'.",
    param: 'tool_resources',
    code: 'unknown_parameter',
  },
  wrong_type: {
    provoke: ({ thread }) => thread({ metadata: { modified: true } }),
    message: "Invalid type for 'metadata.modified': expected a string, but got a boolean instead.",
    param: 'metadata.modified',
    code: 'invalid_type',
  },
  wrong_value: {
    provoke: ({ assistant }) => assistant({ tools: [{ type: 'retrieval' }] }),
    message: "Invalid value: 'retrieval'. Supported values are: 'code_interpreter', 'function', and 'file_search'.",
    param: 'tools[0].type',
    code: 'invalid_value',
  },
  wrong_id: {
    provoke: ({ get }) => get('/threads/undefined'),
    message: "Invalid 'thread_id': 'undefined'. Expected an ID that begins with 'thread'.",
    param: 'thread_id',
    code: 'invalid_value',
  },
  wrong_url: {
    provoke: ({ say }) =>
      say({ content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0K' } }] }),
    message: "Invalid 'content[0].image_url.url'. Expected a valid URL, but got a value with an invalid format.",
    param: 'content[0].image_url.url',
    code: 'invalid_value',
  },
  wrong_pattern: {
    provoke: ({ assistant }) => assistant({ tools: [{ type: 'function', function: { name: 'get weather' } }] }),
    message:
      "Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
    param: 'tools[0].function.name',
    code: 'invalid_value',
  },
  empty_string: {
    provoke: ({ assistant }) => assistant({ tools: [{ type: 'function', function: { name: '' } }] }),
    message:
      "Invalid 'tools[0].function.name': empty string. Expected a string with minimum length 1, but got an empty string instead.",
    param: 'tools[0].function.name',
    code: 'empty_string',
  },
  long_string: {
    provoke: ({ say }) => say({ content: 'x'.repeat(256_001) }),
    message:
      "Invalid 'content': string too long. Expected a string with maximum length 256000, but got a string with length 256001 instead.",
    param: 'content',
    code: 'string_above_max_length',
  },
  empty_array: {
    provoke: ({ say }) => say({ content: [] }),
    message: "Invalid 'content': empty array. Expected an array with minimum length 1, but got an empty array instead.",
    param: 'content',
    code: 'empty_array',
  },
  long_array: {
    provoke: ({ assistant }) => assistant({ tools: Array(129).fill({ type: 'code_interpreter' }) }),
    message:
      "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length 129 instead.",
    param: 'tools',
    code: 'array_above_max_length',
  },
  large_object: {
    provoke: ({ thread }) => thread({ metadata: pairs(17) }),
    message:
      "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got an object with 17 properties instead.",
    param: 'metadata',
    code: 'object_above_max_properties',
  },
  long_name: {
    provoke: ({ thread }) => thread({ metadata: { ['k'.repeat(65)]: 'v' } }),
    message:
      "Invalid property name in 'metadata': 'kkk...kkk' is too long. Expected a string with maximum length 64, but got a string with length 65 instead.",
    param: `metadata.${'k'.repeat(65)}`,
    code: 'property_name_above_max_length',
  },
  small_integer: {
    provoke: ({ run }) => run({ max_completion_tokens: 3 }),
    message: "Invalid 'max_completion_tokens': integer below minimum value. Expected a value >= 16, but got 3 instead.",
    param: 'max_completion_tokens',
    code: 'integer_below_min_value',
  },
  large_integer: {
    provoke: ({ get }) => get('/assistants?limit=101'),
    message: "Invalid 'limit': integer above maximum value. Expected a value <= 100, but got 101 instead.",
    param: 'limit',
    code: 'integer_above_max_value',
  },
  small_decimal: {
    provoke: ({ run }) => run({ top_p: -0.5 }),
    message: "Invalid 'top_p': decimal below minimum value. Expected a value >= 0, but got -0.5 instead.",
    param: 'top_p',
    code: 'decimal_below_min_value',
  },
  large_decimal: {
    provoke: ({ run }) => run({ temperature: 3 }),
    message: "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.",
    param: 'temperature',
    code: 'decimal_above_max_value',
  },
  exclusive: {
    provoke: ({ post, vs }) =>
      post(`/vector_stores/${vs}/file_batches`, { file_ids: ['file-a'], files: [{ file_id: 'file-a' }] }),
    message: "Mutually exclusive parameters: ''. Ensure you are only providing one of: 'file_ids' or 'files'.",
    code: 'mutually_exclusive_parameters',
  },
  neither: {
    provoke: ({ post, vs }) => post(`/vector_stores/${vs}/file_batches`, {}),
    message:
      "Missing mutually exclusive parameters: ''. Ensure you are providing exactly one of: 'file_ids' or 'files'.",
    code: 'missing_mutually_exclusive_parameters',
  },
  empty_model: {
    provoke: ({ assistant }) => assistant({ model: '' }),
    message: "The requested model '' does not exist.",
    param: 'model',
    code: 'model_not_found',
  },
  unsupported_model: {
    provoke: ({ run }) => run({ model: 'text-embedding-3-small' }),
    message: "The requested model 'text-embedding-3-small' cannot be used with the Assistants API.",
    param: 'model',
    code: 'unsupported_model',
  },
  tools_not_all_functions: {
    provoke: ({ assistant }) =>
      assistant({
        tools: [{ type: 'code_interpreter' }],
        response_format: { type: 'json_schema', json_schema: { name: 'n' } },
      }),
    message: 'Invalid tools: all tools must be of type `function` when `response_format` is of type `json_schema`.',
  },
  chosen_tool_missing: {
    provoke: ({ run }) =>
      run({ tools: [{ type: 'file_search' }], tool_choice: { type: 'function', function: { name: 'look' } } }),
    message: "Tool choice 'look' not found in 'tools' parameter.",
    param: 'tool_choice',
  },
  no_tools_to_choose: {
    provoke: ({ run }) => run({ tool_choice: 'required' }),
    message: "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
    param: 'tool_choice',
  },
  not_found: {
    provoke: ({ get }) => get('/threads/thread_x'),
    status: 404,
    message: "No thread found with id 'thread_x'.",
  },
  model_not_found: {
    provoke: ({ get }) => get('/models/gpt-2'),
    status: 404,
    message: "The model 'gpt-2' does not exist",
    param: 'model',
    code: 'model_not_found',
  },
  file_not_found: {
    provoke: ({ get }) => get('/files/file-x'),
    status: 404,
    message: 'No such File object: file-x',
    param: 'id',
    repeats: true,
  },
  files_not_found: {
    provoke: ({ post }) => post('/vector_stores', { file_ids: ['file-x', 'file-y'] }),
    status: 404,
    message: 'Files [file-x, file-y] were not found',
  },
  not_in_vector_store: {
    provoke: ({ get, vs, table }) => get(`/vector_stores/${vs}/files/${table}`),
    status: 404,
    message: ({ vs, table }) => `No file found with id '${table}' in vector store '${vs}'.`,
  },
  thread_has_active_run: {
    provoke: async (here) => (await here.run({}), await here.run()),
    message: ({ thread_id, emulator }) => `Thread ${thread_id} already has an active run ${runOf(emulator)}.`,
  },
  thread_is_locked: {
    provoke: async (here) => (await here.run({}), await here.say({})),
    message: ({ thread_id, emulator }) =>
      `Can't add messages to ${thread_id} while a run ${runOf(emulator)} is active.`,
  },
  nothing_to_answer: {
    provoke: async ({ run, openai }) => run({}, (await openai.beta.threads.create()).id),
    message: 'Run creation requires a Thread with a user message or an assistant with instructions.',
    code: 'invalid_thread',
  },
  run_not_modifiable: {
    provoke: async (here) => {
      here.emulator.next({ script: [{ status: 'in_progress' }, 'hold'] })
      const { body } = await here.run()
      await here.emulator.clock.advance({ until: { run: String(body.id), status: 'in_progress' } })
      return here.post(`/threads/${here.thread_id}/runs/${String(body.id)}`, { metadata: {} })
    },
    message: "Cannot update run with status 'in_progress'.",
  },
  run_not_cancellable: {
    provoke: async (here) => {
      const { at } = await waiting(here)
      await here.post(`${at}/cancel`)
      return here.post(`${at}/cancel`)
    },
    message: "Cannot cancel run with status 'cancelling'.",
  },
  run_takes_no_outputs: {
    provoke: async (here) => {
      const { body } = await here.run()
      return here.post(`/threads/${here.thread_id}/runs/${String(body.id)}/submit_tool_outputs`, { tool_outputs: [] })
    },
    message: 'Runs in status "queued" do not accept tool outputs.',
  },
  outputs_do_not_fit: {
    provoke: async (here) => {
      const { submit, b } = await waiting(here)
      return submit(b)
    },
    message: ({ emulator }) => {
      const [a, b] = callsOf(emulator)
      return `Expected tool outputs for call_ids ['${a}', '${b}'], got ['${b}']`
    },
  },
  duplicate_outputs: {
    provoke: async (here) => {
      const { submit, a } = await waiting(here)
      return submit(a, a)
    },
    message: ({ emulator }) => {
      const [a] = callsOf(emulator)
      return `Duplicate call_ids submitted: ['${a}', '${a}']`
    },
  },
  vector_store_expired: {
    provoke: async ({ post, vs, emulator }) => {
      await post(`/vector_stores/${vs}`, { expires_after: { anchor: 'last_active_at', days: 1 } })
      await emulator.clock.advance('25h')
      return post(`/vector_stores/${vs}/search`, { query: 'x' })
    },
    message: ({ vs }) => `Vector store '${vs}' has expired.`,
  },
  not_multipart: {
    provoke: ({ post }) => post('/files', {}),
    message: 'Could not parse multipart form',
    repeats: true,
  },
  missing_part: {
    provoke: (here) => upload(here, { file }),
    message: "'purpose' is a required property",
    repeats: true,
  },
  file_without_name: {
    provoke: (here) => upload(here, { purpose: 'assistants', file: 'a.txt' }),
    message: 'The browser (or proxy) sent a request that this server could not understand.',
    type: 'server_error',
    repeats: true,
  },
  unexpected_part: {
    provoke: (here) => upload(here, { file, purpose: 'assistants', colour: 'red' }),
    message: "Additional properties are not allowed ('colour' was unexpected)",
    repeats: true,
  },
  unknown_purpose: {
    provoke: (here) => upload(here, { file, purpose: 'search' }),
    message: "'search' is not one of ['fine-tune', 'assistants', 'batch', 'user_data', 'vision', 'evals'] - 'purpose'",
    param: 'purpose',
    repeats: true,
  },
  unknown_anchor: {
    provoke: (here) =>
      upload(here, {
        file,
        purpose: 'assistants',
        'expires_after[anchor]': 'now',
        'expires_after[seconds]': '3600',
      }),
    message: "'now' is not one of ['created_at'] - 'expires_after.anchor'",
    param: 'expires_after.anchor',
    repeats: true,
  },
  wrong_seconds: {
    provoke: (here) =>
      upload(here, {
        file,
        purpose: 'assistants',
        'expires_after[anchor]': 'created_at',
        'expires_after[seconds]': '60',
      }),
    message: "60 is less than the minimum of 3600 - 'expires_after.seconds'",
    param: 'expires_after.seconds',
    repeats: true,
  },
  empty_file: {
    provoke: (here) => upload(here, { file: ['a.txt', ''], purpose: 'assistants' }),
    message: 'File is empty.',
    repeats: true,
  },
  file_too_large: {
    options: { maxFileBytes: 1000 },
    provoke: (here) => upload(here, { file: ['a.txt', 'x'.repeat(1001)], purpose: 'assistants' }),
    status: 413,
    message: '413: The data value transmitted exceeds the capacity limit.',
    repeats: true,
  },
  not_json_lines: {
    provoke: (here) => upload(here, { file, purpose: 'batch' }),
    message: 'Invalid file format for Batch API. Must be .jsonl',
    repeats: true,
  },
  not_downloadable: {
    provoke: ({ get, table }) => get(`/files/${table}/content`),
    message: 'Not allowed to download files of purpose: assistants',
    repeats: true,
  },
  not_for_retrieval: {
    provoke: ({ post, vs, table }) => post(`/vector_stores/${vs}/files`, { file_id: table }),
    message:
      'Files with extensions [.csv] are not supported for retrieval. See https://platform.openai.com/docs/assistants/tools/file-search/supported-files',
    param: 'file_id',
    code: 'unsupported_file',
  },
  not_an_image: {
    provoke: ({ say, table }) => say({ content: [{ type: 'image_file', image_file: { file_id: table } }] }),
    message:
      'Invalid message content: Expected file type to be a supported format: .jpeg, .jpg, .png, .gif, .webp but got .csv.',
  },
  sunset: {
    provoke: () => wire({ sunset: true }).get('/assistants'),
    status: 404,
    message: 'The Assistants API has been deprecated, learn more here: https://platform.openai.com/docs/deprecations',
  },
  forbidden: {
    provoke: (here) => struck(here, 403),
    status: 403,
    message: 'Country, region, or territory not supported',
    type: 'request_forbidden',
    code: 'unsupported_country_region_territory',
  },
  timed_out: {
    provoke: (here) => struck(here, 408),
    status: 408,
    message: 'Request timed out.',
    type: 'server_error',
    code: 'timeout',
  },
  conflict: {
    provoke: (here) => struck(here, 409),
    status: 409,
    message: 'The resource was updated by another process. Please retry your request.',
  },
  rate_limited: {
    provoke: (here) => struck(here, 429),
    status: 429,
    message: 'Rate limit reached for requests',
    type: 'requests',
    code: 'rate_limit_exceeded',
  },
  server_error: {
    provoke: (here) => struck(here, 500),
    status: 500,
    message: 'The server had an error while processing your request. Sorry about that!',
    type: 'server_error',
  },
  stream_failed: {
    provoke: async (here) => {
      here.emulator.faults.add({ path: '/runs', error_event: null })
      const reply = await here.run({ stream: true })
      const [, data] = /event: error\ndata: (.*)/.exec(reply.text)!
      return { ...reply, body: JSON.parse(data!) as Reply['body'] }
    },
    options: { clock: 'skip' },
    status: 200,
    message: ({ emulator }) =>
      `The server had an error processing your request. Sorry about that! You can retry your request, or contact us through our help center at help.openai.com if you keep seeing this error. (Please include the request ID ${emulator.journal().at(-1)!.request_id} in your email.)`,
    type: 'server_error',
  },
  overloaded: {
    provoke: (here) => struck(here, 503),
    status: 503,
    message:
      'The server is currently overloaded with other requests. Sorry about that! You can retry your request, or contact us through our help center at help.openai.com if the error persists.',
    type: 'server_error',
  },
}

type Emulator = World['emulator']
const runOf = ({ runs }: Emulator) => runs.list().at(-1)!.id
const callsOf = (emulator: Emulator) =>
  emulator.runs.get(runOf(emulator)).run.required_action!.submit_tool_outputs.tool_calls.map(({ id }) => id)

describe('every error of the list', () => {
  it('has a request here, in the order of the list', () => {
    expect(Object.keys(cases)).toEqual(Object.keys(errors))
  })

  it('stands there and nowhere else', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join('src', path), 'utf8') }))
    for (const { message } of Object.values(errors)) {
      const fixed = message.split(/\{\w+\}/).sort((a, b) => b.length - a.length)[0]!
      const by = sources.filter(({ text }) => text.includes(fixed)).map(({ path }) => path)
      expect([fixed, by]).toEqual([fixed, ['run/errors.ts']])
    }
  })

  it.each(Object.entries(cases))('%s', async (_, { provoke, options, status = 400, message, repeats, ...rest }) => {
    const here = await world(options)
    const reply = await provoke(here)
    const text = typeof message === 'string' ? message : message(here)
    const { type = 'invalid_request_error', param = null, code = null } = rest
    expect([reply.status, reply.body]).toEqual([
      status,
      { error: { message: text, type, param, code }, ...(repeats && { detail: { message: text, code } }) },
    ])
    expect(Object.keys(reply.body.error)).toEqual(['message', 'type', 'param', 'code'])
  })
})
