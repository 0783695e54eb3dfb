import { describe, expect, it } from 'vitest'
import {
  above,
  below,
  long,
  missing,
  misspelt,
  refuses,
  tooLong,
  tooMany,
  type,
  unknown,
  value,
  wrongId,
} from '../../support/refusals.ts'
import { weather, wire } from '../../support/wire.ts'

const named = (name: unknown) => ({ model: 'm', tools: [{ type: 'function', function: { name } }] })
it.each([
  ['text-embedding-3-small', 400],
  ['dall-e-3', 400],
  ['whisper-1', 400],
  ['tts-1-hd', 400],
  ['omni-moderation-latest', 400],
  ['gpt-image-1', 400],
  ['davinci-002', 400],
  ['gpt-4o', 200],
  ['o3-mini', 200],
  ['ft:gpt-4o-mini-2024-07-18:team::id', 200],
  ['llama3', 200],
])('the model %s: %i', async (model, status) => {
  const { post } = wire()
  expect((await post('/assistants', { model })).status).toBe(status)
})

describe('assistants', () => {
  refuses('/assistants', [
    ['no model', {}, missing('model')],
    ['a model of null', { model: null }, type('model', 'a string', 'null')],
    ['a model that is a number', { model: 4 }, type('model', 'a string', 'an integer')],
    [
      'an empty model',
      { model: '' },
      { message: "The requested model '' does not exist.", param: 'model', code: 'model_not_found' },
    ],
    ['an unknown parameter', { model: 'm', file_ids: [] }, unknown('file_ids')],
    ['a parameter called __proto__', '{"model":"m","__proto__":{}}', unknown('__proto__')],
    ['what is missing before what is unknown', { file_ids: [] }, missing('model')],
    ['what is unknown before what is wrong', { model: 5, zzz: 1 }, unknown('zzz')],
    ['a name that is an object', { model: 'm', name: {} }, type('name', 'a string', 'an object')],
    ['a long name', { model: 'm', name: long(257) }, tooLong('name', 256, 257)],
    ['a long description', { model: 'm', description: long(513) }, tooLong('description', 512, 513)],
    ['long instructions', { model: 'm', instructions: long(256_001) }, tooLong('instructions', 256_000, 256_001)],
    [
      'tools that are no list',
      { model: 'm', tools: 'code_interpreter' },
      type('tools', 'an array of objects', 'a string'),
    ],
    [
      'a tool that is no object',
      { model: 'm', tools: ['code_interpreter'] },
      type('tools[0]', 'an object', 'a string'),
    ],
    ['a tool without a type', { model: 'm', tools: [{}] }, missing('tools[0].type')],
    [
      'a tool type that is a number',
      { model: 'm', tools: [{ type: 7 }] },
      type('tools[0].type', "one of 'code_interpreter', 'function', or 'file_search'", 'an integer'),
    ],
    [
      'the tool of version 1',
      { model: 'm', tools: [{ type: 'retrieval' }] },
      value('tools[0].type', 'retrieval', "'code_interpreter', 'function', and 'file_search'"),
    ],
    [
      'the second tool wrong',
      { model: 'm', tools: [{ type: 'code_interpreter' }, { type: 'x' }] },
      value('tools[1].type', 'x', "'code_interpreter', 'function', and 'file_search'"),
    ],
    [
      'too many tools',
      { model: 'm', tools: Array(129).fill({ type: 'code_interpreter' }) },
      tooMany('tools', 128, 129),
    ],
    ['a function tool without a function', { model: 'm', tools: [{ type: 'function' }] }, missing('tools[0].function')],
    [
      'a function without a name',
      { model: 'm', tools: [{ type: 'function', function: {} }] },
      missing('tools[0].function.name'),
    ],
    ['a function with a name that is a number', named(1), type('tools[0].function.name', 'a string', 'an integer')],
    [
      'a function with an empty name',
      named(''),
      {
        message:
          "Invalid 'tools[0].function.name': empty string. Expected a string with minimum length 1, but got an empty string instead.",
        param: 'tools[0].function.name',
        code: 'empty_string',
      },
    ],
    [
      'a function with a space in its name',
      named('get weather'),
      {
        message:
          "Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
        param: 'tools[0].function.name',
        code: 'invalid_value',
      },
    ],
    ['a function with a long name', named(long(65)), tooLong('tools[0].function.name', 64, 65)],
    [
      'an unknown word in a function',
      { model: 'm', tools: [{ type: 'function', function: { name: 'f', params: {} } }] },
      unknown('tools[0].function.params'),
    ],
    [
      'parameters that are a list',
      { model: 'm', tools: [{ type: 'function', function: { name: 'f', parameters: [] } }] },
      type('tools[0].function.parameters', 'an object', 'an array'),
    ],
    [
      'an unknown word in a built-in tool',
      { model: 'm', tools: [{ type: 'code_interpreter', file_ids: [] }] },
      unknown('tools[0].file_ids'),
    ],
    [
      'too many search results',
      { model: 'm', tools: [{ type: 'file_search', file_search: { max_num_results: 51 } }] },
      above('tools[0].file_search.max_num_results', 'integer', 50, 51),
    ],
    [
      'no threshold',
      { model: 'm', tools: [{ type: 'file_search', file_search: { ranking_options: {} } }] },
      missing('tools[0].file_search.ranking_options.score_threshold'),
    ],
    [
      'a threshold above 1',
      { model: 'm', tools: [{ type: 'file_search', file_search: { ranking_options: { score_threshold: 2 } } }] },
      above('tools[0].file_search.ranking_options.score_threshold', 'decimal', 1, 2),
    ],
    ['a temperature that is a text', { model: 'm', temperature: '1' }, type('temperature', 'a decimal', 'a string')],
    ['a temperature above 2', { model: 'm', temperature: 3 }, above('temperature', 'decimal', 2, 3)],
    ['a temperature below 0', { model: 'm', temperature: -0.5 }, below('temperature', 'decimal', 0, -0.5)],
    ['a top_p above 1', { model: 'm', top_p: 1.1 }, above('top_p', 'decimal', 1, 1.1)],
    ['a top_p below 0', { model: 'm', top_p: -1 }, below('top_p', 'decimal', 0, -1)],
    [
      'an unknown effort',
      { model: 'm', reasoning_effort: 'huge' },
      value('reasoning_effort', 'huge', "'none', 'minimal', 'low', 'medium', 'high', 'xhigh', and 'max'"),
    ],
    [
      'an effort that is a number',
      { model: 'm', reasoning_effort: 3 },
      type('reasoning_effort', "one of 'none', 'minimal', 'low', 'medium', 'high', 'xhigh', or 'max'", 'an integer'),
    ],
    ['a format that is a text', { model: 'm', response_format: 'json' }, value('response_format', 'json', "'auto'")],
    [
      'a format that is a number',
      { model: 'm', response_format: 1 },
      type('response_format', "one of 'auto' or object", 'an integer'),
    ],
    [
      'an unknown format',
      { model: 'm', response_format: { type: 'xml' } },
      value('response_format.type', 'xml', "'json_object', 'json_schema', and 'text'"),
    ],
    ['a format without a type', { model: 'm', response_format: {} }, missing('response_format.type')],
    [
      'json_schema without its schema',
      { model: 'm', response_format: { type: 'json_schema' } },
      missing('response_format.json_schema'),
    ],
    [
      'json_schema without a name',
      { model: 'm', response_format: { type: 'json_schema', json_schema: {} } },
      missing('response_format.json_schema.name'),
    ],
    [
      'an unknown word beside json_schema',
      { model: 'm', response_format: { type: 'json_object', schema: {} } },
      unknown('response_format.schema'),
    ],
    [
      'json_schema with a built-in tool',
      {
        model: 'm',
        tools: [{ type: 'file_search' }],
        response_format: { type: 'json_schema', json_schema: { name: 'n' } },
      },
      {
        message: 'Invalid tools: all tools must be of type `function` when `response_format` is of type `json_schema`.',
        param: null,
        code: null,
      },
    ],
    [
      'a file with the wrong prefix',
      { model: 'm', tool_resources: { code_interpreter: { file_ids: ['abc'] } } },
      wrongId('tool_resources.code_interpreter.file_ids[0]', 'abc', 'file'),
    ],
    [
      'a vector store with the wrong prefix',
      { model: 'm', tool_resources: { file_search: { vector_store_ids: ['file-1'] } } },
      wrongId('tool_resources.file_search.vector_store_ids[0]', 'file-1', 'vs'),
    ],
    [
      'a vector store to use and one to make',
      { model: 'm', tool_resources: { file_search: { vector_store_ids: ['vs_1'], vector_stores: [{}] } } },
      {
        message:
          "Mutually exclusive parameters: 'tool_resources.file_search'. Ensure you are only providing one of: 'vector_store_ids' or 'vector_stores'.",
        param: 'tool_resources.file_search',
        code: 'mutually_exclusive_parameters',
      },
    ],
    ['a model that is misspelt', { modle: 'm' }, misspelt('model', 'modle', 'model')],
    [
      'a type that is misspelt',
      { model: 'm', tools: [{ typ: 'function', function: { name: 'f' } }] },
      misspelt('tools[0].type', 'typ', 'type'),
    ],
    ['a model that is missing beside what is quite another word', { name: 'm', engine: 1 }, missing('model')],
    [
      'files that are no list',
      { model: 'm', tool_resources: { code_interpreter: { file_ids: 'file-1' } } },
      type('tool_resources.code_interpreter.file_ids', 'an array of strings', 'a string'),
    ],
  ])

  it('says the same when one is modified, with what it had taken into account', async () => {
    const { post } = wire()
    const { body } = await post('/assistants', { model: 'm', tools: [{ type: 'file_search' }] })
    const path = `/assistants/${String(body.id)}`
    expect((await post(path, { temperature: 3 })).body.error).toMatchObject(above('temperature', 'decimal', 2, 3))
    expect((await post(path, { model: 3 })).body.error).toMatchObject(type('model', 'a string', 'an integer'))
    const schema = { type: 'json_schema', json_schema: { name: 'n' } }
    expect((await post(path, { response_format: schema })).body.error.message).toMatch(/^Invalid tools: all tools must/)
    expect((await post(path, { response_format: schema, tools: [] })).status).toBe(200)
    expect((await post(path, { tools: [{ type: 'code_interpreter' }] })).body.error.message).toMatch(/^Invalid tools/)
    expect((await post(path, { tools: [{ type: 'code_interpreter' }], response_format: null })).status).toBe(200)
  })
})
