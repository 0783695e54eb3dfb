import { NotFoundError } from 'openai'
import { describe, expect, test } from 'vitest'
import { createEmulator } from '../../../src/index.ts'
import { world } from './world.ts'
import OpenAI from 'openai'

describe('after the shutdown', () => {
  const calls = (sunset: boolean | number, seed = 0) => {
    const emulator = createEmulator({ sunset, seed })
    const client = new OpenAI({ apiKey: 'any', baseURL: emulator.url, fetch: emulator.fetch, maxRetries: 0 })
    return { emulator, client, create: () => client.beta.threads.create() }
  }

  test('every Assistants call finds the service gone, and is not retried', async () => {
    const { client, create } = calls(true)
    const gone = { status: 404, type: 'invalid_request_error', param: null, code: null }
    await expect(create()).rejects.toBeInstanceOf(NotFoundError)
    await expect(create()).rejects.toMatchObject(gone)
    await expect(client.beta.assistants.list()).rejects.toMatchObject(gone)
    await expect(client.beta.threads.runs.retrieve('run_x', { thread_id: 'thread_x' })).rejects.toMatchObject(gone)
  })

  test('other endpoints live on', async () => {
    const { client } = calls(true)
    await expect(client.models.retrieve('gpt-4o')).resolves.toMatchObject({ id: 'gpt-4o' })
  })

  test('a share of the calls, the same ones under the same seed', async () => {
    const outcome = async (seed: number) => {
      const { create } = calls(0.3, seed)
      const outcomes: boolean[] = []
      for (let n = 0; n < 200; n++)
        outcomes.push(
          await create().then(
            () => true,
            () => false,
          ),
        )
      return outcomes
    }
    const first = await outcome(1)
    expect(await outcome(1)).toEqual(first)
    expect(await outcome(2)).not.toEqual(first)
    const gone = first.filter((alive) => !alive).length
    expect(gone).toBeGreaterThan(40)
    expect(gone).toBeLessThan(80)
  })

  test.each([-0.1, 1.1, NaN])('%s is no share', (sunset) => {
    expect(() => createEmulator({ sunset })).toThrow(RangeError)
  })
})

test('a scenario in the middle of whose run the service is shut down', async () => {
  await using emulated = await world('script: [after: 2 polls]\nfaults: [{ on: poll, after: 2, sunset: }]')
  const { beta } = emulated.client()
  const thread_id = await emulated.thread()
  const { id } = await beta.threads.runs.create(thread_id, { assistant_id: emulated.assistant })
  await beta.threads.runs.retrieve(id, { thread_id })
  await beta.threads.runs.retrieve(id, { thread_id })
  await expect(beta.threads.runs.retrieve(id, { thread_id })).rejects.toBeInstanceOf(NotFoundError)
})
