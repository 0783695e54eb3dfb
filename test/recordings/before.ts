import { anyAssistant, making } from './make.ts'
import { type Exchange, kindOf, type Recorded } from './recording.ts'
import { madeBy, scenarioOf } from './script.ts'
import { type Foreign, foreignTo } from './seed.ts'
import type { Sender } from './sender.ts'
import { fill } from './store_files.ts'

const over = new Set(['completed', 'incomplete', 'failed', 'cancelled', 'expired'])

/**
 * Makes what has to be there before the first request of a recording. Runs that were over by then are played to their end.
 * @returns why some of it could not be made: the requests that use it will differ.
 */
export async function makeWhatWasBefore(sender: Sender, exchanges: Exchange[], apart: Exchange[]): Promise<string[]> {
  const all = [...apart, ...exchanges]
  const foreign = foreignTo(exchanges, apart)
  if (foreign.some(({ id, object }) => kindOf(id) === 'run' && !object))
    foreign.unshift({ id: anyAssistant.id, object: anyAssistant })
  const unmade: string[] = []
  for (const each of foreign) await makeOne(sender, each, all).catch((error: Error) => unmade.push(error.message))
  return unmade
}

async function makeOne(sender: Sender, foreign: Foreign, exchanges: Exchange[]): Promise<void> {
  const { id, object } = foreign
  const { path, body } = making(foreign, sender.ids)
  const known = kindOf(id) === 'run' ? object : undefined
  if (known) sender.emulator.scenarios.put(id, sender.ids.rewriteAll(scenarioOf(id, exchanges, known)))
  const make = () => sender.ask('POST', path, body, known ? id : 'holds')
  let answer = await make()
  // A run needs something to answer, shown or not.
  if (known && answer.status === 400) {
    const message = { role: 'user', content: 'The message was not recorded.' }
    await sender.ask('POST', path.replace(/runs$/, 'messages'), message)
    answer = await make()
  }
  const made = (await answer.json()) as Recorded
  if (!answer.ok) throw new Error(`${id} could not be made: ${JSON.stringify(made)}`)
  sender.ids.set(id, made.id)
  if (object && kindOf(id) === 'vs') await fill(sender, object, exchanges)
  if (known && over.has(String(known.status))) await finish(sender, `${path}/${made.id}`, madeBy(id, exchanges))
}

/** Answers a run's calls as they were answered, and learns which of our ids stand for what it made. */
async function finish(sender: Sender, path: string, { steps, messages, outputs }: ReturnType<typeof madeBy>) {
  const answers = [...outputs]
  for (let calls = await sender.callsOf(path); calls.length > 0; calls = await sender.callsOf(path)) {
    const tool_outputs = calls.map(({ id }) => ({ tool_call_id: id, output: answers.shift() ?? 'Not recorded.' }))
    await sender.ask('POST', `${path}/submit_tool_outputs`, { tool_outputs })
  }
  await meet(sender, `${path}/steps?`, steps)
  await meet(sender, path.replace(/runs\/(.*)$/, 'messages?run_id=$1&'), messages)
}

async function meet(sender: Sender, path: string, recorded: string[]): Promise<void> {
  const answer = await sender.ask('GET', `${path}order=asc&limit=100`)
  const { data } = (await answer.json()) as { data: Recorded[] }
  recorded.forEach((id, n) => data[n] && sender.ids.set(id, data[n].id))
}
