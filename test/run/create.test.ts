import { describe, expect, it } from 'vitest'
import { createRun, type RunRequest } from '../../src/run/create.ts'
import { textOf, normaliseContent, normaliseTools } from '../../src/run/normalise.ts'
import type { Assistant, Tool } from '../../src/run/objects.ts'
import { assistant, created } from './story.ts'

const tool = (name: string): Tool => ({ type: 'function', function: { name, parameters: {}, strict: false } })

const rich: Assistant = {
  ...assistant,
  model: 'gpt-4o',
  instructions: 'Be brief.',
  tools: [tool('f')],
  temperature: 0.5,
  top_p: 0.9,
  reasoning_effort: 'low',
  response_format: { type: 'json_object' },
  metadata: { of: 'assistant' },
}

const create = (request: RunRequest, of = rich) =>
  createRun({ id: 'run_1', thread_id: 'thread_1', now: created }, request, of)

describe('what a new run has (protocol.md §2.2)', () => {
  it('inherits where the request is silent, or null', () => {
    const nulls = {
      model: null,
      instructions: null,
      tools: null,
      temperature: null,
      top_p: null,
      response_format: null,
    }
    for (const request of [{}, { ...nulls, reasoning_effort: null, metadata: null, tool_choice: null }])
      expect(create(request)).toMatchObject({
        model: 'gpt-4o',
        instructions: 'Be brief.',
        tools: [tool('f')],
        temperature: 0.5,
        top_p: 0.9,
        reasoning_effort: 'low',
        response_format: { type: 'json_object' },
        metadata: {},
        tool_choice: 'auto',
        parallel_tool_calls: true,
        truncation_strategy: { type: 'auto', last_messages: null },
        max_prompt_tokens: null,
        max_completion_tokens: null,
        tool_resources: {},
      })
  })

  const overrides: [keyof RunRequest, unknown][] = [
    ['model', 'o3-mini'],
    ['instructions', 'Be long.'],
    ['tools', []],
    ['temperature', 0],
    ['top_p', 0],
    ['reasoning_effort', 'high'],
    ['response_format', 'auto'],
    ['metadata', { of: 'run' }],
    ['tool_choice', 'none'],
    ['parallel_tool_calls', false],
    ['max_completion_tokens', 16],
    ['max_prompt_tokens', 16],
  ]
  it.each(overrides)('takes %s from the request', (key, value) => {
    expect(create({ [key]: value })).toHaveProperty(key, value)
  })

  it('takes a truncation strategy, in full', () => {
    expect(create({ truncation_strategy: { type: 'last_messages', last_messages: 2 } }).truncation_strategy).toEqual({
      type: 'last_messages',
      last_messages: 2,
    })
    expect(create({ truncation_strategy: { type: 'auto' } }).truncation_strategy).toEqual({
      type: 'auto',
      last_messages: null,
    })
  })

  it.each([
    [{ additional_instructions: ' And kind.' }, 'Be brief. And kind.'],
    [{ instructions: 'Be long.', additional_instructions: ' And kind.' }, 'Be long. And kind.'],
    [{ additional_instructions: null }, 'Be brief.'],
    [{ additional_instructions: '' }, 'Be brief.'],
  ])('appends additional instructions: %j', (request, expected) => {
    expect(create(request).instructions).toBe(expected)
  })

  it('has additional instructions alone where there are no others', () => {
    expect(create({ additional_instructions: 'Kind.' }, { ...rich, instructions: null }).instructions).toBe('Kind.')
    expect(create({}, { ...rich, instructions: null }).instructions).toBeNull()
  })
})

describe('what is echoed (protocol.md §2.2, §2.4)', () => {
  const ranking = { ranker: 'default_2024_08_21', score_threshold: 0, hybrid_search: null }
  it.each<[string, Tool, object]>([
    [
      'a function',
      { type: 'function', function: { name: 'f' } },
      { name: 'f', parameters: { type: 'object', properties: {} }, strict: false },
    ],
    [
      'a function in full',
      { type: 'function', function: { name: 'f', description: 'd', parameters: { type: 'object' }, strict: true } },
      { name: 'f', description: 'd', parameters: { type: 'object' }, strict: true },
    ],
    ['a function with strict: null', { type: 'function', function: { name: 'f', strict: null } }, { strict: false }],
  ])('%s', (_, given, expected) => {
    const [echoed] = normaliseTools([given])
    expect(echoed).toMatchObject({ type: 'function', function: expected })
    expect(Object.keys((echoed as { function: object }).function).at(-1), 'strict comes last').toBe('strict')
  })

  it('a search with its default ranking', () => {
    expect(normaliseTools([{ type: 'file_search' }])).toEqual([
      { type: 'file_search', file_search: { ranking_options: ranking } },
    ])
    expect(
      normaliseTools([
        { type: 'file_search', file_search: { max_num_results: 3, ranking_options: { score_threshold: 0.5 } } },
      ]),
    ).toEqual([
      {
        type: 'file_search',
        file_search: { max_num_results: 3, ranking_options: { ...ranking, score_threshold: 0.5 } },
      },
    ])
  })

  it('code_interpreter as it is', () => {
    expect(normaliseTools([{ type: 'code_interpreter' }])).toEqual([{ type: 'code_interpreter' }])
  })

  it('content as parts, images with their detail', () => {
    expect(normaliseContent('Hi')).toEqual([{ type: 'text', text: { value: 'Hi', annotations: [] } }])
    const given = normaliseContent([
      { type: 'text', text: 'Hi' },
      { type: 'image_url', image_url: { url: 'https://x.test/a.png' } },
      { type: 'image_file', image_file: { file_id: 'file-1', detail: 'low' } },
    ])
    expect(given).toEqual([
      { type: 'text', text: { value: 'Hi', annotations: [] } },
      { type: 'image_url', image_url: { url: 'https://x.test/a.png', detail: 'auto' } },
      { type: 'image_file', image_file: { file_id: 'file-1', detail: 'low' } },
    ])
    expect(textOf([...given, { type: 'refusal', refusal: 'No.' }])).toBe('Hi\nNo.')
  })
})
