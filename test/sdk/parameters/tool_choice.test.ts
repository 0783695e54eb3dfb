import type OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { conversation, texts, weather, wire } from '../../support/wire.ts'

const time = { type: 'function' as const, function: { name: 'get_time', description: 'The time in a city' } }
const everything = [time, weather, { type: 'code_interpreter' as const }, { type: 'file_search' as const }]

const scenarios = {
  talks: { script: [{ message: 'I would rather talk.' }] },
  calls: {
    script: [{ tool_calls: [{ function: 'get_time' }, { function: 'get_current_weather' }] }, { message: 'Done.' }],
  },
  twice: {
    script: [
      { tool_calls: [{ function: 'get_time' }] },
      { tool_calls: [{ function: 'get_current_weather' }] },
      { message: 'Done.' },
    ],
  },
  reacts: {
    script: [
      { tool_calls: [{ function: 'get_time' }] },
      { if: { tool_output: { contains: 'x' } }, then: [{ message: 'It was x.' }] },
      { message: 'Done.' },
    ],
  },
}

/** Plays a scenario to its end, answering every call. Returns the names of what was called, round by round, and the texts. */
async function play(scenario: keyof typeof scenarios, given: Partial<OpenAI.Beta.Threads.RunCreateParamsNonStreaming>) {
  const { openai } = wire({ scenarios })
  const { assistant_id, thread_id } = await conversation(openai, { tools: everything })
  const metadata = { emulator_scenario: scenario }
  let run = await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id, metadata, ...given })
  while (run.status === 'requires_action') {
    const calls = run.required_action!.submit_tool_outputs.tool_calls
    run = await openai.beta.threads.runs.submitToolOutputsAndPoll(run.id, {
      thread_id,
      tool_outputs: calls.map(({ id }) => ({ tool_call_id: id, output: 'x' })),
    })
  }
  const steps = await openai.beta.threads.runs.steps.list(run.id, { thread_id, order: 'asc' })
  const rounds = steps.data.flatMap(({ step_details: details }) =>
    details.type === 'tool_calls'
      ? [details.tool_calls.map((call) => (call.type === 'function' ? call.function.name : call.type))]
      : [],
  )
  return { run, rounds, said: await texts(openai, thread_id, run.id) }
}

describe('auto', () => {
  it('leaves it to the scenario', async () => {
    expect(await play('talks', {})).toMatchObject({ rounds: [], said: ['I would rather talk.'] })
    expect(await play('calls', { tool_choice: 'auto' })).toMatchObject({
      rounds: [['get_time', 'get_current_weather']],
      said: ['Done.'],
    })
  })
})

describe('none', () => {
  it('drops every call, and what reacts to its output', async () => {
    for (const scenario of ['calls', 'twice', 'reacts'] as const) {
      const { run, rounds, said } = await play(scenario, { tool_choice: 'none' })
      expect([run.status, run.tool_choice, rounds, said]).toEqual(['completed', 'none', [], ['Done.']])
    }
    expect((await play('reacts', {})).said).toEqual(['It was x.', 'Done.'])
  })
})

describe('required', () => {
  it('calls the likeliest function first where the scenario would only talk', async () => {
    const { run, rounds, said } = await play('talks', { tool_choice: 'required' })
    expect([run.status, run.tool_choice]).toEqual(['completed', 'required'])
    expect([rounds, said]).toEqual([[['get_current_weather']], ['I would rather talk.']])
  })

  it('is content with what the scenario calls', async () => {
    const { rounds } = await play('twice', { tool_choice: 'required' })
    expect(rounds).toEqual([['get_time'], ['get_current_weather']])
  })

  it('calls a built-in tool where no function is offered', async () => {
    for (const type of ['code_interpreter', 'file_search'] as const) {
      const { rounds, said } = await play('talks', { tool_choice: 'required', tools: [{ type }] })
      expect([rounds, said]).toEqual([[[type]], ['I would rather talk.']])
    }
  })

  it('needs tools', async () => {
    await expect(play('talks', { tool_choice: 'required', tools: [] })).rejects.toThrow(
      "400 Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
    )
  })
})

describe('a named function', () => {
  const named = (name: string) => ({ tool_choice: { type: 'function' as const, function: { name } } })

  it('is called in the first turn, with arguments that fit', async () => {
    const { rounds, said, run } = await play('talks', named('get_time'))
    expect([rounds, said]).toEqual([[['get_time']], ['I would rather talk.']])
    expect(run.tool_choice).toEqual({ type: 'function', function: { name: 'get_time' } })
    const { openai } = wire({ scenarios })
    const { assistant_id, thread_id } = await conversation(openai, { tools: everything })
    const asked = await openai.beta.threads.runs.createAndPoll(thread_id, {
      assistant_id,
      ...named('get_current_weather'),
      metadata: { emulator_scenario: 'talks' },
    })
    const [call] = asked.required_action!.submit_tool_outputs.tool_calls
    expect(JSON.parse(call!.function.arguments)).toEqual({ location: expect.any(String), days: expect.any(Number) })
  })

  it('takes the place of the others that the scenario would call in that turn', async () => {
    expect((await play('calls', named('get_current_weather'))).rounds).toEqual([['get_current_weather']])
    expect((await play('twice', named('get_current_weather'))).rounds).toEqual([
      ['get_current_weather'],
      ['get_current_weather'],
    ])
  })

  it('must be offered', async () => {
    await expect(play('talks', named('send_mail'))).rejects.toThrow(
      "400 Tool choice 'send_mail' not found in 'tools' parameter.",
    )
  })
})

describe.each(['code_interpreter', 'file_search'] as const)('%s', (type) => {
  it('is used in the first turn', async () => {
    const { rounds, said, run } = await play('talks', { tool_choice: { type } })
    expect([rounds, said]).toEqual([[[type]], ['I would rather talk.']])
    expect(run.tool_choice).toEqual({ type })
    expect((await play('calls', { tool_choice: { type } })).rounds).toEqual([[type]])
  })

  it('must be offered', async () => {
    await expect(play('talks', { tool_choice: { type }, tools: [weather] })).rejects.toThrow(
      `400 Tool choice '${type}' not found in 'tools' parameter.`,
    )
  })
})
