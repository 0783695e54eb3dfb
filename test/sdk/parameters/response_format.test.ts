import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { conversation, texts, weather, wire } from '../../support/wire.ts'

const ajv = new Ajv2020({ strict: false, validateFormats: false })

const schemas: Record<string, Record<string, unknown>> = {
  flat: {
    type: 'object',
    properties: {
      city: { type: 'string' },
      days: { type: 'integer', minimum: 1, maximum: 7 },
      rain: { type: 'boolean' },
      chance: { type: ['number', 'null'], minimum: 0, maximum: 1 },
      unit: { enum: ['celsius', 'fahrenheit'] },
    },
    required: ['city', 'days', 'rain', 'chance', 'unit'],
    additionalProperties: false,
  },
  nested: {
    type: 'object',
    properties: {
      steps: {
        type: 'array',
        minItems: 2,
        maxItems: 3,
        items: {
          type: 'object',
          properties: { explanation: { type: 'string' }, output: { type: 'string', maxLength: 10 } },
          required: ['explanation', 'output'],
          additionalProperties: false,
        },
      },
      final_answer: { anyOf: [{ type: 'null' }, { type: 'string', minLength: 3 }] },
    },
    required: ['steps', 'final_answer'],
    additionalProperties: false,
  },
  recursive: {
    type: 'object',
    properties: { root: { $ref: '#/$defs/node' } },
    required: ['root'],
    additionalProperties: false,
    $defs: {
      node: {
        type: 'object',
        properties: { value: { type: 'number' }, next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } },
        required: ['value', 'next'],
        additionalProperties: false,
      },
    },
  },
}

describe('json_schema', () => {
  it.each(Object.keys(schemas))('the invented answer is JSON of that schema: %s', async (name) => {
    const { openai } = wire()
    const schema = schemas[name]!
    const response_format = { type: 'json_schema' as const, json_schema: { name, schema, strict: true } }
    const { assistant_id, thread_id } = await conversation(openai)
    const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, response_format })
    expect(run).toMatchObject({ status: 'completed', response_format })
    const [answer] = await texts(openai, thread_id, run.id)
    expect(ajv.validate(schema, JSON.parse(answer!)), `${answer}\n${ajv.errorsText()}`).toBe(true)
  })

  it('holds also when it is the assistant that wants it, after a function was called, and in a stream', async () => {
    const { openai } = wire()
    const response_format = { type: 'json_schema' as const, json_schema: { name: 'flat', schema: schemas.flat! } }
    const { assistant_id, thread_id } = await conversation(openai, { tools: [weather], response_format })
    const asked = openai.beta.threads.runs.stream(thread_id, { assistant_id })
    const run = await asked.finalRun()
    const [call] = run.required_action!.submit_tool_outputs.tool_calls
    const told = openai.beta.threads.runs.submitToolOutputsStream(run.id, {
      thread_id,
      tool_outputs: [{ tool_call_id: call!.id, output: 'sunny' }],
    })
    let streamed = ''
    told.on('textDelta', ({ value }) => (streamed += value ?? ''))
    expect((await told.finalRun()).status).toBe('completed')
    expect(ajv.validate(schemas.flat!, JSON.parse(streamed)), ajv.errorsText()).toBe(true)
    expect(await texts(openai, thread_id, run.id)).toEqual([streamed])
  })

  it('without a schema wants any JSON', async () => {
    const { openai } = wire()
    const { assistant_id, thread_id } = await conversation(openai)
    const response_format = { type: 'json_schema' as const, json_schema: { name: 'anything' } }
    const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, response_format })
    expect(run.status).toBe('completed')
    expect(() => JSON.parse('' + run.id)).toThrow()
    for (const text of await texts(openai, thread_id, run.id)) JSON.parse(text)
  })

  it('goes with functions only', async () => {
    const { openai } = wire()
    const { assistant_id, thread_id } = await conversation(openai, { tools: [{ type: 'file_search' }] })
    const response_format = { type: 'json_schema' as const, json_schema: { name: 'flat' } }
    const run = openai.beta.threads.runs.create(thread_id, { assistant_id, response_format })
    await expect(run).rejects.toThrow('400 Invalid tools: all tools must be of type `function` when `response_format`')
    const other = await openai.beta.threads.runs.create(thread_id, { assistant_id, response_format, tools: [weather] })
    expect(other.status).toBe('queued')
  })
})

it('json_object: the invented answer is a JSON object', async () => {
  const { openai } = wire()
  const { assistant_id, thread_id } = await conversation(openai)
  const response_format = { type: 'json_object' as const }
  const run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, response_format })
  expect(run.response_format).toEqual(response_format)
  const [answer] = await texts(openai, thread_id, run.id)
  expect(JSON.parse(answer!)).toBeTypeOf('object')
})

it.each([undefined, 'auto' as const, { type: 'text' as const }])(
  'prose is invented where %o is wanted',
  async (format) => {
    const { openai } = wire()
    const { assistant_id, thread_id } = await conversation(openai)
    const run = await openai.beta.threads.runs.createAndPoll(thread_id, {
      assistant_id,
      ...(format && { response_format: format }),
    })
    expect(run.response_format).toEqual(format ?? 'auto')
    expect((await texts(openai, thread_id, run.id))[0]).toMatch(/^This is an invented answer to "What is the weather/)
  },
)

it('text that a scenario gives is left alone', async () => {
  const { openai } = wire()
  const { assistant_id, thread_id } = await conversation(openai)
  const run = await openai.beta.threads.runs.createAndPoll(thread_id, {
    assistant_id,
    response_format: { type: 'json_object' },
    metadata: { emulator_scenario: 'hello' },
  })
  expect(await texts(openai, thread_id, run.id)).toEqual(['Hello! How can I help you today?'])
})
