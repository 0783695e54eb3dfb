import type OpenAI from 'openai'
import OpenAI4 from 'openai4'
import { beforeEach, describe, expect, it } from 'vitest'
import { conversation, type Wire, wire } from '../support/wire.ts'

interface Page {
  object: string
  data: { id: string }[]
  first_id: string | null
  last_id: string | null
  has_more: boolean
}

let here: Wire
const page = async (path: string) => (await here.get(path)).body as unknown as Page
const ids = async (path: string) => (await page(path)).data.map(({ id }) => id)

beforeEach(() => {
  here = wire({ scenarios: { default: { script: [{ message: 'Hello' }] } } })
})

/** A thread with so many messages, all of one second; returns their ids, oldest first. */
async function filled(count: number): Promise<{ at: string; all: string[] }> {
  const { id } = await here.openai.beta.threads.create()
  const all: string[] = []
  for (let n = 0; n < count; n++)
    all.push((await here.openai.beta.threads.messages.create(id, { role: 'user', content: `${n}` })).id)
  return { at: `/threads/${id}/messages`, all }
}

describe('a page', () => {
  it('has 20 items unless told, newest first, and says exactly whether there are more', async () => {
    const { at, all } = await filled(21)
    const newest = all.toReversed()
    expect(await page(at)).toMatchObject({ object: 'list', first_id: newest[0], last_id: newest[19], has_more: true })
    expect(await ids(at)).toEqual(newest.slice(0, 20))
    expect(await page(`${at}?after=${newest[19]}`)).toMatchObject({ data: [{ id: all[0] }], has_more: false })
    expect((await page(`${at}?limit=21`)).has_more).toBe(false)
    expect((await page(`${at}?limit=20`)).has_more).toBe(true)
    expect(await ids(`${at}?limit=1`)).toEqual([newest[0]])
    expect(await ids(`${at}?limit=100`)).toEqual(newest)
  })

  it('comes also where some were deleted before there were many', async () => {
    const { at, all } = await filled(10)
    for (const gone of [3, 7]) await here.call('DELETE', `${at}/${all[gone]}`)
    const left = all.filter((_, n) => n !== 3 && n !== 7)
    for (let n = 0; n < 30; n++) {
      const { status, body } = await here.post(at, { role: 'user', content: 'More' })
      expect(status).toBe(200)
      left.push(String(body.id))
    }
    expect(await ids(`${at}?order=asc&limit=100`)).toEqual(left)
    expect(await ids(`${at}?order=asc&limit=2&after=${all[3]}`)).toEqual([all[4], all[5]])
  })

  it('that is empty has null ids', async () => {
    const { at } = await filled(0)
    const empty = { object: 'list', data: [], first_id: null, last_id: null, has_more: false }
    expect(await page(at)).toEqual(empty)
    expect(await page('/assistants')).toEqual(empty)
    const { at: one, all } = await filled(1)
    expect(await page(`${one}?after=${all[0]}`)).toEqual(empty)
    expect(await page(`${one}?before=${all[0]}`)).toEqual(empty)
  })

  it('comes in the order asked for; what was made in one second keeps its order', async () => {
    const { at, all } = await filled(5)
    expect(await ids(`${at}?order=asc`)).toEqual(all)
    expect(await ids(`${at}?order=desc`)).toEqual(all.toReversed())
    expect(await ids(`${at}?order=asc&limit=2&after=${all[1]}`)).toEqual([all[2], all[3]])
    expect(await ids(`${at}?order=desc&limit=2&after=${all[3]}`)).toEqual([all[2], all[1]])
  })

  it('before an object is the one that ends there', async () => {
    const { at, all } = await filled(6)
    expect(await ids(`${at}?order=asc&before=${all[4]}&limit=2`)).toEqual([all[2], all[3]])
    expect(await ids(`${at}?before=${all[1]}&limit=2`)).toEqual([all[3], all[2]])
    expect((await page(`${at}?order=asc&before=${all[4]}&limit=2`)).has_more).toBe(true)
    expect((await page(`${at}?order=asc&before=${all[2]}&limit=2`)).has_more).toBe(false)
    expect(await ids(`${at}?order=asc&after=${all[0]}&before=${all[4]}`)).toEqual([all[1], all[2], all[3]])
    expect(await ids(`${at}?after=${all[4]}&before=${all[1]}`)).toEqual([all[3], all[2]])
  })

  it('wants a limit from 1 to 100, an order that exists, and cursors that do', async () => {
    const { at } = await filled(1)
    const refused = async (query: string) => {
      const { status, body } = await here.get(`${at}?${query}`)
      return [status, body.error.message, body.error.param, body.error.code]
    }
    expect(await refused('limit=0')).toEqual([
      400,
      "Invalid 'limit': integer below minimum value. Expected a value >= 1, but got 0 instead.",
      'limit',
      'integer_below_min_value',
    ])
    expect(await refused('limit=101')).toEqual([
      400,
      "Invalid 'limit': integer above maximum value. Expected a value <= 100, but got 101 instead.",
      'limit',
      'integer_above_max_value',
    ])
    for (const limit of ['ten', '1.5', 'NaN', '1e400', '0x10', '1e1', '%20'])
      expect(await refused(`limit=${limit}`)).toEqual([
        400,
        "Invalid type for 'limit': expected an integer, but got a string instead.",
        'limit',
        'invalid_type',
      ])
    expect(await refused('order=newest')).toEqual([
      400,
      "Invalid value: 'newest'. Supported values are: 'asc' and 'desc'.",
      'order',
      'invalid_value',
    ])
    for (const query of ['after=msg_x', 'before=msg_x', 'after=msg_x&before=msg_y'])
      expect(await refused(query)).toEqual([404, "No message found with id 'msg_x'.", null, null])
  })
})

it('a cursor stays good when its object is deleted, so that a loop may delete what it lists', async () => {
  const { openai } = here
  const made: string[] = []
  for (let n = 0; n < 45; n++) made.push((await openai.beta.assistants.create({ model: 'm', name: `${n}` })).id)
  const seen: string[] = []
  for await (const { id } of openai.beta.assistants.list({ limit: 10 })) {
    seen.push(id)
    await openai.beta.assistants.delete(id)
  }
  expect(seen).toEqual(made.toReversed())
  expect(await ids('/assistants')).toEqual([])
  const { at, all } = await filled(6)
  await here.call('DELETE', `${at}/${all[2]}`)
  await here.call('DELETE', `${at}/${all[3]}`)
  expect(await ids(`${at}?order=asc&after=${all[3]}`)).toEqual([all[4], all[5]])
  expect(await ids(`${at}?order=desc&after=${all[2]}`)).toEqual([all[1], all[0]])
  expect(await ids(`${at}?order=asc&before=${all[2]}`)).toEqual([all[0], all[1]])
})

describe('the client turns pages by itself', () => {
  it('over 250 messages, in both orders, with any limit', async () => {
    const { openai } = here
    const { at, all } = await filled(250)
    const thread = at.split('/')[2]!
    const collect = async (query: OpenAI.Beta.Threads.MessageListParams) => {
      const found: string[] = []
      for await (const { id } of openai.beta.threads.messages.list(thread, query)) found.push(id)
      return found
    }
    expect(await collect({ limit: 100 })).toEqual(all.toReversed())
    expect(await collect({ order: 'asc' })).toEqual(all)
    expect(await collect({ limit: 50, order: 'asc' })).toEqual(all)
    expect(await collect({ limit: 7, after: all[20]! })).toEqual(all.slice(0, 20).toReversed())
    const four = new OpenAI4({ apiKey: 'x', baseURL: here.emulator.url, fetch: here.emulator.fetch as never })
    const found: string[] = []
    for await (const { id } of four.beta.threads.messages.list(thread, { limit: 100 })) found.push(id)
    expect(found).toEqual(all.toReversed())
  })

  it('over assistants, runs and steps', async () => {
    const { openai } = here
    const { assistant_id, thread_id } = await conversation(openai)
    const runs: string[] = []
    for (let n = 0; n < 5; n++)
      runs.push((await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id })).id)
    const found: string[] = []
    for await (const { id } of openai.beta.threads.runs.list(thread_id, { limit: 2 })) found.push(id)
    expect(found).toEqual(runs.toReversed())
    const twice = { script: [{ message: 'one' }, { message: 'two' }, { message: 'three' }] }
    const other = wire({ scenarios: { default: twice } })
    const talk = await conversation(other.openai)
    const run = await other.openai.beta.threads.runs.createAndPoll(talk.thread_id, { assistant_id: talk.assistant_id })
    const times: number[] = []
    for await (const { created_at } of other.openai.beta.threads.runs.steps.list(run.id, {
      thread_id: talk.thread_id,
      limit: 1,
    }))
      times.push(created_at)
    expect(times).toHaveLength(3)
  })
})

it('messages can be those of one run', async () => {
  const { openai } = here
  const { assistant_id, thread_id } = await conversation(openai)
  const [first, second] = [
    await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id }),
    await openai.beta.threads.runs.createAndPoll(thread_id, { assistant_id }),
  ]
  const at = `/threads/${thread_id}/messages`
  expect(await ids(at)).toHaveLength(3)
  for (const run of [first, second]) {
    const { data, has_more } = await page(`${at}?run_id=${run.id}&limit=1`)
    expect([data.length, has_more, (data[0] as { run_id?: string }).run_id]).toEqual([1, false, run.id])
  }
  expect(await ids(`${at}?run_id=run_x`)).toEqual([])
  expect(await ids(`${at}?run_id=`)).toHaveLength(3)
})
