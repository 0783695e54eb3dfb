import { expect, test } from 'vitest'
import { wire } from '../../support/wire.ts'

const { openai, call, post, get } = wire()
const file = await openai.files.create({ file: new File(['x'], 'a.txt'), purpose: 'assistants' })
const table = await openai.files.create({ file: new File(['x'], 'a.csv'), purpose: 'assistants' })
const store = await openai.vectorStores.create({ file_ids: [file.id] })
const at = `/vector_stores/${store.id}`

const unknownFile = ['Files [file-none] were not found', null, null] as const
const unsupported = (param: string) =>
  [
    'Files with extensions [.csv] are not supported for retrieval. See https://platform.openai.com/docs/assistants/tools/file-search/supported-files',
    param,
    'unsupported_file',
  ] as const
const chunks = (size: number, overlap: number) => ({
  chunking_strategy: { type: 'static', static: { max_chunk_size_tokens: size, chunk_overlap_tokens: overlap } },
})
const nested = (depth: number): object =>
  depth === 0 ? { type: 'eq', key: 'a', value: 1 } : { type: 'and', filters: [nested(depth - 1)] }

test.each<[string, string, unknown, number, readonly [string, string | null, string | null]]>([
  ['/vector_stores', 'a file that is not there', { file_ids: ['file-none'] }, 404, unknownFile],
  ['/vector_stores', 'a file that cannot be read', { file_ids: [file.id, table.id] }, 400, unsupported('file_ids')],
  [
    '/vector_stores',
    'another anchor',
    { expires_after: { anchor: 'created_at', days: 1 } },
    400,
    ["Invalid value: 'created_at'. Supported values are: 'last_active_at'.", 'expires_after.anchor', 'invalid_value'],
  ],
  [
    '/vector_stores',
    'too many days',
    { expires_after: { anchor: 'last_active_at', days: 366 } },
    400,
    [
      "Invalid 'expires_after.days': integer above maximum value. Expected a value <= 365, but got 366 instead.",
      'expires_after.days',
      'integer_above_max_value',
    ],
  ],
  [
    '/vector_stores',
    'a file too often',
    { file_ids: Array.from({ length: 501 }, () => file.id) },
    400,
    [
      "Invalid 'file_ids': array too long. Expected an array with maximum length 500, but got an array with length 501 instead.",
      'file_ids',
      'array_above_max_length',
    ],
  ],
  [
    '/vector_stores',
    'what the service does not know',
    { colour: 'red' },
    400,
    ["Unknown parameter: 'colour'.", 'colour', 'unknown_parameter'],
  ],
  [
    '/vector_stores',
    'an unknown strategy',
    { chunking_strategy: { type: 'semantic' } },
    400,
    [
      "Invalid value: 'semantic'. Supported values are: 'auto' and 'static'.",
      'chunking_strategy.type',
      'invalid_value',
    ],
  ],
  [
    '/vector_stores',
    'small pieces',
    chunks(99, 0),
    400,
    [
      "Invalid 'chunking_strategy.static.max_chunk_size_tokens': integer below minimum value. Expected a value >= 100, but got 99 instead.",
      'chunking_strategy.static.max_chunk_size_tokens',
      'integer_below_min_value',
    ],
  ],
  [
    '/vector_stores',
    'pieces that overlap too much',
    chunks(100, 51),
    400,
    [
      "Invalid 'chunking_strategy.static.chunk_overlap_tokens': integer above maximum value. Expected a value <= 50, but got 51 instead.",
      'chunking_strategy.static.chunk_overlap_tokens',
      'integer_above_max_value',
    ],
  ],
  [
    `${at}/files`,
    'nothing',
    {},
    400,
    ["Missing required parameter: 'file_id'.", 'file_id', 'missing_required_parameter'],
  ],
  [
    `${at}/files`,
    'no id of a file',
    { file_id: 'x' },
    400,
    ["Invalid 'file_id': 'x'. Expected an ID that begins with 'file'.", 'file_id', 'invalid_value'],
  ],
  [`${at}/files`, 'a file that is not there', { file_id: 'file-none' }, 404, unknownFile],
  [`${at}/files`, 'a file that cannot be read', { file_id: table.id }, 400, unsupported('file_id')],
  [
    `${at}/files`,
    'an attribute that is an object',
    { file_id: file.id, attributes: { a: {} } },
    400,
    [
      "Invalid type for 'attributes.a': expected one of a string, number or boolean, but got an object instead.",
      'attributes.a',
      'invalid_type',
    ],
  ],
  [
    `${at}/files/${file.id}`,
    'nothing',
    {},
    400,
    ["Missing required parameter: 'attributes'.", 'attributes', 'missing_required_parameter'],
  ],
  [
    `${at}/files/file-none`,
    'a file that is not there',
    { attributes: {} },
    404,
    [`No file found with id 'file-none' in vector store '${store.id}'.`, null, null],
  ],
  [
    `${at}/file_batches`,
    'nothing',
    {},
    400,
    [
      "Missing mutually exclusive parameters: ''. Ensure you are providing exactly one of: 'file_ids' or 'files'.",
      null,
      'missing_mutually_exclusive_parameters',
    ],
  ],
  [
    `${at}/file_batches`,
    'both',
    { file_ids: [file.id], files: [{ file_id: file.id }] },
    400,
    [
      "Mutually exclusive parameters: ''. Ensure you are only providing one of: 'file_ids' or 'files'.",
      null,
      'mutually_exclusive_parameters',
    ],
  ],
  [
    `${at}/file_batches`,
    'no files',
    { file_ids: [] },
    400,
    [
      "Invalid 'file_ids': empty array. Expected an array with minimum length 1, but got an empty array instead.",
      'file_ids',
      'empty_array',
    ],
  ],
  [`${at}/search`, 'nothing', {}, 400, ["Missing required parameter: 'query'.", 'query', 'missing_required_parameter']],
  [
    `${at}/search`,
    'too many',
    { query: 'x', max_num_results: 51 },
    400,
    [
      "Invalid 'max_num_results': integer above maximum value. Expected a value <= 50, but got 51 instead.",
      'max_num_results',
      'integer_above_max_value',
    ],
  ],
  [
    `${at}/search`,
    'an unknown filter',
    { query: 'x', filters: { type: 'like', key: 'a', value: 'b' } },
    400,
    [
      "Invalid value: 'like'. Supported values are: 'eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'nin', 'and', and 'or'.",
      'filters.type',
      'invalid_value',
    ],
  ],
  [
    `${at}/search`,
    'half a filter',
    { query: 'x', filters: { type: 'and', filters: [{ type: 'eq', key: 'a' }] } },
    400,
    [
      "Missing required parameter: 'filters.filters[0].value'.",
      'filters.filters[0].value',
      'missing_required_parameter',
    ],
  ],
  [
    '/vector_stores/vs_none/search',
    'a store that is not there',
    { query: 'x' },
    404,
    ["No vector store found with id 'vs_none'.", null, null],
  ],
  [
    '/vector_stores/none/search',
    'no id of a store',
    { query: 'x' },
    400,
    ["Invalid 'vector_store_id': 'none'. Expected an ID that begins with 'vs_'.", 'vector_store_id', 'invalid_value'],
  ],
  [
    `${at}/file_batches/vs_1/cancel`,
    'no id of a batch',
    undefined,
    400,
    ["Invalid 'batch_id': 'vs_1'. Expected an ID that begins with 'vsfb_'.", 'batch_id', 'invalid_value'],
  ],
  [
    `${at}/file_batches/vsfb_1/cancel`,
    'a batch that is not there',
    undefined,
    404,
    ["No vector store file batch found with id 'vsfb_1'.", null, null],
  ],
])('POST %s with %s', async (path, _, body, status, [message, param, code]) => {
  const reply = await post(path, body)
  expect(reply.status).toBe(status)
  expect(reply.body).toEqual({ error: { message, type: 'invalid_request_error', param, code } })
})

test.each([
  [
    `${at}/files?filter=done`,
    400,
    "Invalid value: 'done'. Supported values are: 'in_progress', 'completed', 'failed', and 'cancelled'.",
  ],
  [
    '/files?limit=10001',
    400,
    "Invalid 'limit': integer above maximum value. Expected a value <= 10000, but got 10001 instead.",
  ],
  [
    '/vector_stores?limit=101',
    400,
    "Invalid 'limit': integer above maximum value. Expected a value <= 100, but got 101 instead.",
  ],
  ['/files?after=file-none', 404, 'No such File object: file-none'],
  [`${at}/files/none`, 400, "Invalid 'file_id': 'none'. Expected an ID that begins with 'file'."],
])('GET %s', async (path, status, message) => {
  const reply = await get(path)
  expect([reply.status, reply.body.error.message]).toEqual([status, message])
})

test('a filter may be nested, but not without end', async () => {
  expect((await post(`${at}/search`, { query: 'x', filters: nested(9) })).status).toBe(200)
  const endless = `{"query":"x","filters":${'{"type":"and","filters":['.repeat(45)}${']}'.repeat(45)}}`
  const { status, body } = await post(`${at}/search`, endless)
  expect([status, body.error.type]).toEqual([400, 'invalid_request_error'])
})

test('attributes and names that a prototype has are data', async () => {
  const attributes = JSON.parse('{"__proto__": "x", "constructor": 1}') as Record<string, string>
  const reply = await post(`${at}/files/${file.id}`, { attributes })
  expect(reply.text).toContain('"__proto__": "x"')
})

test('no beta header is asked for', async () => {
  for (const path of ['/files', '/vector_stores', at]) {
    expect((await call('GET', path, undefined, { 'openai-beta': null })).status).toBe(200)
    expect((await call('GET', path, undefined, { authorization: null })).status).toBe(401)
  }
})

test('in the spec profile the answers are those of the OpenAPI document', async () => {
  const { openai: strict } = wire({ profile: 'spec' })
  const uploaded = await strict.files.create({ file: new File(['x'], 'a.txt'), purpose: 'assistants' })
  expect(uploaded).not.toHaveProperty('expires_at')
  const { id } = await strict.vectorStores.create({})
  const batch = await strict.vectorStores.fileBatches.create(id, { file_ids: [uploaded.id] })
  expect(batch.object).toBe('vector_store.files_batch')
})
