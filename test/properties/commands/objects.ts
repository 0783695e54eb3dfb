import fc from 'fast-check'
import { expect } from 'vitest'
import { assistant as usualAssistant } from '../world.ts'
import { ask, command, fault, lock, pick, place, thereIs, which } from './command.ts'

export const createMessage = command(
  'create_message',
  fc.record({ place, thread: which, role: fc.constantFrom('user' as const, 'assistant' as const), fault }),
  {
    possible: thereIs.thread,
    play: async ({ thread: n, role, fault }, place) => {
      const thread = pick(place.threads, n)
      const { messages } = place.client.beta.threads
      const { happened } = await ask(place, {
        refusal: lock(thread, 'message'),
        request: () => messages.create(thread.id, { role, content: 'And then?' }),
        fault,
      })
      if (!happened) return
      const [message] = (await messages.list(thread.id, { limit: 1 })).data
      expect(message).toMatchObject({ role, run_id: null, content: [{ type: 'text', text: { value: 'And then?' } }] })
      thread.messages.push(message!)
    },
  },
)

export const modifyMessage = command('modify_message', fc.record({ place, thread: which, message: which, fault }), {
  possible: thereIs.thread,
  play: async ({ thread: n, message: m, fault }, place) => {
    const thread = pick(place.threads, n)
    if (thread.messages.length === 0) return
    const { id, gone } = pick(thread.messages, m)
    const { messages } = place.client.beta.threads
    const metadata = { n: String(m) }
    const { happened } = await ask(place, {
      refusal: missing(thread, 'message', { id, gone }),
      request: () => messages.update(id, { thread_id: thread.id, metadata }),
      fault,
    })
    if (!happened) return
    thread.touched.add(id)
    expect((await messages.retrieve(id, { thread_id: thread.id })).metadata).toEqual(metadata)
  },
})

export const deleteMessage = command('delete_message', fc.record({ place, thread: which, message: which, fault }), {
  possible: thereIs.thread,
  play: async ({ thread: n, message: m, fault }, place) => {
    const thread = pick(place.threads, n)
    if (thread.messages.length === 0) return
    const message = pick(thread.messages, m)
    const { messages } = place.client.beta.threads
    const { happened } = await ask(place, {
      refusal: missing(thread, 'message', message),
      request: () => messages.delete(message.id, { thread_id: thread.id }),
      fault,
    })
    if (!happened) return
    message.gone = true
    thread.touched.add(message.id)
  },
})

function missing(
  thread: { id: string; gone?: boolean | undefined },
  what: string,
  { id, gone }: { id: string; gone?: boolean | undefined },
): string | undefined {
  if (thread.gone) return `No thread found with id '${thread.id}'.`
  return gone ? `No ${what} found with id '${id}'.` : undefined
}

export const createThread = command('create_thread', fc.record({ place, messages: fc.nat(3) }), {
  possible: ({ threads }) => threads.length < 4,
  play: async ({ messages: count }, place) => {
    const messages = Array.from({ length: count }, (_, n) => ({ role: 'user' as const, content: `Question ${n}` }))
    const { threads } = place.client.beta
    const known = place.know(await threads.create({ messages }))
    const { data } = await threads.messages.list(known.id, { order: 'asc' })
    expect(data.map(({ content }) => content[0])).toMatchObject(
      messages.map(({ content: value }) => ({ text: { value } })),
    )
    known.messages.push(...data)
  },
})

/** The run that is active on it is gone with it; who follows that is told so, and done (decisions 19). */
export const deleteThread = command('delete_thread', fc.record({ place, thread: which, fault }), {
  possible: thereIs.thread,
  play: async ({ thread: n, fault }, place) => {
    const thread = pick(place.threads, n)
    const watchers = thread.runs.flatMap(({ watcher }) => watcher ?? [])
    const { threads } = place.client.beta
    const { happened } = await ask(place, {
      refusal: missing(thread, 'thread', thread),
      request: () => threads.delete(thread.id),
      fault,
    })
    if (!happened) return
    thread.gone = true
    while (watchers.some(({ ended }) => !ended)) await new Promise((resolve) => setImmediate(resolve))
    for (const { error } of watchers)
      expect(error).toMatchObject({ message: `No thread found with id '${thread.id}'.` })
    for (const { id } of thread.runs)
      await ask(place, {
        refusal: `No thread found with id '${thread.id}'.`,
        request: () => threads.runs.retrieve(id, { thread_id: thread.id }),
      })
  },
})

export const createAssistant = command('create_assistant', fc.record({ place }), {
  possible: ({ assistants }) => assistants.length < 5,
  play: async (_, { client, assistants }) => {
    assistants.push(await client.beta.assistants.create(usualAssistant))
  },
})

/** Its active runs fail, wherever they are. */
export const deleteAssistant = command('delete_assistant', fc.record({ place, assistant: which, fault }), {
  possible: thereIs.assistant,
  play: async ({ assistant: n, fault }, place) => {
    const assistant = pick(place.assistants, n)
    const { happened } = await ask(place, {
      refusal: assistant.gone ? `No assistant found with id '${assistant.id}'.` : undefined,
      request: () => place.client.beta.assistants.delete(assistant.id),
      fault,
    })
    if (!happened) return
    assistant.gone = true
    const active = place.control.runs.list().filter(({ waits_for }) => waits_for !== null)
    const bereft = active.filter(({ id }) => place.control.runs.get(id).run.assistant_id === assistant.id)
    expect(bereft, 'active runs of an assistant that is gone').toEqual([])
  },
})
