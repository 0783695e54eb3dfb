import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import OpenAI from 'openai'
import { Agent, fetch } from 'undici'
import { expect, test } from 'vitest'
import { view } from '../../src/engine/journal/view.ts'
import { queueNext } from '../../src/engine/next.ts'
import type { Project } from '../../src/engine/project.ts'
import type { Projects } from '../../src/engine/projects.ts'
import { serving } from '../support/server.ts'

const names = Array.from({ length: 100 }, (_, n) => `test-${String(n).padStart(3, '0')}`)
const look_up = { type: 'function' as const, function: { name: 'look_up', parameters: { type: 'object' } } }
// One less than each story makes requests.
const entries = 4

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Resolves for all who wait when so many do. */
function meeting(count: number): () => Promise<void> {
  let all!: () => void
  const there = new Promise<void>((resolve) => (all = resolve))
  return () => {
    if (--count === 0) all()
    return there
  }
}

/** Plays the story in all projects at once, over sockets that are closed in the end. */
async function play(projects: Projects, baseURL: string) {
  const agent = new Agent()
  const send = ((url: string, init: object) => fetch(url, { ...init, dispatcher: agent })) as unknown
  const meet = meeting(names.length)
  const client = (project: string) =>
    new OpenAI({ baseURL, apiKey: 'any', project, fetch: send as typeof globalThis.fetch, maxRetries: 0 })
  const told = await Promise.all(names.map((name) => story(projects.get(name), client(name), name, meet)))
  await agent.close()
  return told
}

/** What one test of an application does. Whatever is said, asked or made in it bears its name. */
async function story(project: Project, { beta }: OpenAI, name: string, meet: () => Promise<void>) {
  queueNext(project, {
    script: [
      { tool_calls: [{ function: { name: 'look_up', arguments: { in: name } } }] },
      { message: '{{ output }}, said {{ assistant.name }}.' },
    ],
  })
  const { id: assistant_id } = await beta.assistants.create({ model: 'gpt-4o', name, tools: [look_up] })
  const messages = [{ role: 'user' as const, content: `Where is ${name}?` }]
  const asked = await read(await beta.threads.createAndRun({ assistant_id, thread: { messages }, stream: true }))
  const { id, thread_id, required_action } = asked.run
  const [call] = required_action!.submit_tool_outputs.tool_calls
  // From here on there are as many runs that wait for their tool outputs as there are projects.
  await meet()
  const tool_outputs = [{ tool_call_id: call!.id, output: `In ${name}` }]
  const { run, said } = await read(
    await beta.threads.runs.submitToolOutputs(id, { thread_id, tool_outputs, stream: true }),
  )
  const assistants = (await beta.assistants.list()).data
  const answers = (await beta.threads.messages.list(thread_id)).data
  return {
    ids: [assistant_id, thread_id, id, call!.id, ...answers.map((message) => message.id)],
    told: {
      status: run.status,
      arguments: call!.function.arguments,
      said,
      assistants: assistants.length,
      messages: answers.length,
    },
  }
}

/** The run as a stream told it last, and what was said in it. */
async function read(stream: AsyncIterable<OpenAI.Beta.AssistantStreamEvent>) {
  let run!: OpenAI.Beta.Threads.Run
  let said = ''
  for await (const { event, data } of stream) {
    if (data && 'object' in data && data.object === 'thread.run') run = data
    if (event !== 'thread.message.delta') continue
    for (const part of data.delta.content ?? []) if (part.type === 'text') said += part.text?.value
  }
  return { run, said }
}

const id = /\b(?:asst|thread|run|msg|step|call|req)_\w{24,}/g

// The same with 500 projects, and the memory in figures: npm run bench -- --only projects
test('a hundred tests at once, each in its own project: nothing leaks, journals stay bounded, a reset frees it all', async () => {
  const left: WeakRef<Project>[] = []
  const { projects, port } = await serving({
    journal: { entries, bytes: 1_000_000 },
    leaving: (project) => void left.push(new WeakRef(project)),
  })

  const stories = await play(projects, port.url)

  const owners = new Map<string, string>()
  names.forEach((name, n) => {
    const { ids, told } = stories[n]!
    expect(told).toEqual({
      status: 'completed',
      arguments: JSON.stringify({ in: name }),
      said: `In ${name}, said ${name}.`,
      assistants: 1,
      messages: 2,
    })
    const journal = [...projects.get(name).journal].map((entry) => view(entry))
    expect(journal).toHaveLength(entries)
    const text = JSON.stringify(journal)
    expect(new Set(text.match(/test-\d+/g))).toEqual(new Set([name]))
    const seen = new Set(text.match(id))
    expect(ids.filter((each) => !seen.has(each))).toEqual([])
    for (const each of seen) {
      expect(owners.get(each) ?? name).toBe(name)
      owners.set(each, name)
    }
  })

  projects.resetAll()
  expect(left).toHaveLength(names.length)
  // What a weak reference was just made of or read from lives to the end of the turn.
  await new Promise((resolve) => setImmediate(resolve))
  collect()
  expect(left.filter((project) => project.deref() !== undefined)).toHaveLength(0)
})
