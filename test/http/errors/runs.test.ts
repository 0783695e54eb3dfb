import { describe } from 'vitest'
import {
  above,
  below,
  type Case,
  long,
  missing,
  refuses,
  tooLong,
  tooMany,
  type,
  unknown,
  user,
  value,
  wrongId,
} from '../../support/refusals.ts'
import { weather } from '../../support/wire.ts'

const run = { assistant_id: 'asst_x' }

describe('runs', () => {
  const cases: Case[] = [
    ['no assistant', {}, missing('assistant_id')],
    ['an assistant of null', { assistant_id: null }, type('assistant_id', 'a string', 'null')],
    ['an id of something else', { assistant_id: 'wf_123' }, wrongId('assistant_id', 'wf_123', 'asst')],
    ['an empty id', { assistant_id: '' }, wrongId('assistant_id', '', 'asst')],
    ['an unknown parameter', { ...run, max_tokens: 5 }, unknown('max_tokens')],
    [
      'a text for a number',
      { ...run, max_completion_tokens: '100' },
      type('max_completion_tokens', 'an integer', 'a string'),
    ],
    [
      'a decimal for an integer',
      { ...run, max_completion_tokens: 16.5 },
      type('max_completion_tokens', 'an integer', 'a decimal number'),
    ],
    [
      'too few completion tokens',
      { ...run, max_completion_tokens: 3 },
      below('max_completion_tokens', 'integer', 16, 3),
    ],
    ['too few prompt tokens', { ...run, max_prompt_tokens: 0 }, below('max_prompt_tokens', 'integer', 16, 0)],
    ['a temperature above 2', { ...run, temperature: 2.01 }, above('temperature', 'decimal', 2, 2.01)],
    ['a top_p above 1', { ...run, top_p: 5 }, above('top_p', 'decimal', 1, 5)],
    ['stream that is a text', { ...run, stream: 'true' }, type('stream', 'a boolean', 'a string')],
    [
      'parallel_tool_calls that is a number',
      { ...run, parallel_tool_calls: 0 },
      type('parallel_tool_calls', 'a boolean', 'an integer'),
    ],
    ['too many tools', { ...run, tools: Array(21).fill(weather) }, tooMany('tools', 20, 21)],
    ['a tool without a function', { ...run, tools: [{ type: 'function' }] }, missing('tools[0].function')],
    ['long instructions', { ...run, instructions: long(256_001) }, tooLong('instructions', 256_000, 256_001)],
    [
      'an empty model',
      { ...run, model: '' },
      { message: "The requested model '' does not exist.", param: 'model', code: 'model_not_found' },
    ],
    [
      'a choice there is not',
      { ...run, tool_choice: 'any' },
      value('tool_choice', 'any', "'none', 'auto', and 'required'"),
    ],
    [
      'a choice that is a number',
      { ...run, tool_choice: 7 },
      type('tool_choice', "one of one of 'none', 'auto', or 'required' or object", 'an integer'),
    ],
    ['a choice without a type', { ...run, tool_choice: {} }, missing('tool_choice.type')],
    [
      'a choice of an unknown type',
      { ...run, tool_choice: { type: 'web_search' } },
      value('tool_choice.type', 'web_search', "'function', 'code_interpreter', and 'file_search'"),
    ],
    ['a choice of no function', { ...run, tool_choice: { type: 'function' } }, missing('tool_choice.function')],
    [
      'a choice of a function without a name',
      { ...run, tool_choice: { type: 'function', function: {} } },
      missing('tool_choice.function.name'),
    ],
    ['a truncation without a type', { ...run, truncation_strategy: {} }, missing('truncation_strategy.type')],
    [
      'an unknown truncation',
      { ...run, truncation_strategy: { type: 'first' } },
      value('truncation_strategy.type', 'first', "'auto' and 'last_messages'"),
    ],
    [
      'no last messages',
      { ...run, truncation_strategy: { type: 'last_messages', last_messages: 0 } },
      below('truncation_strategy.last_messages', 'integer', 1, 0),
    ],
    [
      'an unknown format',
      { ...run, response_format: { type: 'yaml' } },
      value('response_format.type', 'yaml', "'json_object', 'json_schema', and 'text'"),
    ],
    ['metadata that is no text', { ...run, metadata: { n: 1 } }, type('metadata.n', 'a string', 'an integer')],
  ]
  describe('on a thread', () => {
    refuses('/threads/thread_x/runs', [
      ...cases,
      [
        'an unknown effort',
        { ...run, reasoning_effort: '' },
        value('reasoning_effort', '', "'none', 'minimal', 'low', 'medium', 'high', 'xhigh', and 'max'"),
      ],
      ['a thread, which belongs to the other endpoint', { ...run, thread: {} }, unknown('thread')],
      ['tool resources, likewise', { ...run, tool_resources: {} }, unknown('tool_resources')],
      [
        'long additional instructions',
        { ...run, additional_instructions: long(256_001) },
        tooLong('additional_instructions', 256_000, 256_001),
      ],
      [
        'an additional message without content',
        { ...run, additional_messages: [{ role: 'user' }] },
        missing('additional_messages[0].content'),
      ],
    ])
  })
  describe('with a thread', () => {
    refuses('/threads/runs', [
      ...cases,
      [
        'additional messages, which belong to the other endpoint',
        { ...run, additional_messages: [user] },
        unknown('additional_messages'),
      ],
      [
        'additional instructions, likewise',
        { ...run, additional_instructions: 'x' },
        unknown('additional_instructions'),
      ],
      ['an effort, likewise', { ...run, reasoning_effort: 'low' }, unknown('reasoning_effort')],
      [
        'a message without a role',
        { ...run, thread: { messages: [{ content: 'x' }] } },
        missing('thread.messages[0].role'),
      ],
      ['an unknown word in the thread', { ...run, thread: { stream: true } }, unknown('thread.stream')],
    ])
  })
  describe('outputs', () => {
    refuses('/threads/thread_x/runs/run_x/submit_tool_outputs', [
      ['none', {}, missing('tool_outputs')],
      ['null', { tool_outputs: null }, type('tool_outputs', 'an array of objects', 'null')],
      ['an object', { tool_outputs: {} }, type('tool_outputs', 'an array of objects', 'an object')],
      ['without an id', { tool_outputs: [{ output: 'x' }] }, missing('tool_outputs[0].tool_call_id')],
      [
        'an integer',
        { tool_outputs: [{ tool_call_id: 'call_1', output: 5 }] },
        type('tool_outputs[0].output', 'a string', 'an integer'),
      ],
      [
        'an object',
        { tool_outputs: [{ tool_call_id: 'call_1', output: {} }] },
        type('tool_outputs[0].output', 'a string', 'an object'),
      ],
      ['approvals of Foundry', { tool_outputs: [], tool_approvals: [] }, unknown('tool_approvals')],
      ['an unknown word', { tool_outputs: [{ tool_call_id: 'call_1', id: 'x' }] }, unknown('tool_outputs[0].id')],
    ])
  })
})
