import { Child } from '../child.js'
import { Connection, copied } from '../client.js'

const wanted = Number(process.env.STREAMS ?? 10_000)
const patience = Number(process.env.STREAMS_SECONDS ?? 300)
// What a bare server needs for a stream does not depend on how many there are.
const enough = 2000
const loads = 2
/** What each stream says before it waits at the gate; after it, its own question. */
const said = 'Held open: '

/** Streams that are all open at once, wait at one gate, and must all be told every event when it opens. */
export const streams = {
  name: 'streams',
  async measure() {
    const count = Math.min(wanted, mostOpen())
    const sample = await oneStream()
    const base = await held(Math.min(count, enough), sample, 'held', { serve: [sample.answer] })
    const ours = await held(count, { ...sample, said }, 'emulator')
    const both = (key, unit) => ({ ours: ours[key], base: base[key], unit })
    return [
      {
        what: `${count} streams open at once: memory of each`,
        aim: { most: 40 },
        value: ours.memory,
        ...both('memory', 'KB'),
      },
      {
        what: `${count} streams opened and ended, against bare node:http`,
        aim: { least: 0.3 },
        value: base.cpu / ours.cpu,
        ...both('cpu', 'µs'),
      },
      {
        what: `from the opening of the gate to the end of ${count} streams`,
        aim: { most: 30 },
        value: ours.seconds,
        unit: 's',
      },
    ]
  },
}

/** How many streams a process may have open: each is an open file. */
function mostOpen() {
  const others = 200
  const { hard } = process.report.getReport().userLimits?.open_files ?? { hard: 'unlimited' }
  const most = hard === 'unlimited' ? Infinity : hard - others
  if (most < wanted)
    console.error(
      `${wanted} streams need ${wanted + others} open files, and a process may have ${hard} here. Raise that (ulimit -Hn, or LimitNOFILE). Now there will be ${most} streams.`,
    )
  return most
}

/** All that is told on one stream. */
async function oneStream() {
  const server = await Child.start('emulator')
  const connection = new Connection(server.port)
  const { id: assistant_id } = await connection.post('/v1/assistants', { model: 'gpt-4o' })
  await openGate(connection)
  const thread = { messages: [{ role: 'user', content: 'This is stream 0.' }] }
  const scenario = { 'x-emulator-scenario': 'held-open' }
  const answer = await connection.send('POST', '/v1/threads/runs', { assistant_id, thread, stream: true }, scenario)
  await connection.close()
  await server.stop()
  return { answer: copied('POST', '/', answer), events: answer.text.split('\n\n').length - 1 }
}

/**
 * Opens so many streams on a server of its own, and lets them end: KB and CPU microseconds of each, and seconds that the end took.
 * @throws if one is not told all of its `events`, or what it has `said`, or if it takes too long
 */
async function held(count, { events, said }, name, options) {
  const children = []
  const start = async (...given) => {
    const child = await Child.start(...given)
    children.push(child)
    return child
  }
  let doing = 'opened'
  const late = setTimeout(() => {
    console.error(`${count} streams were not ${doing} within ${patience} s; STREAMS_SECONDS=… allows more.`)
    process.exit(1)
  }, patience * 1000)
  try {
    const server = await start(name, { execArgv: ['--expose-gc'], ...options })
    const connection = new Connection(server.port)
    const assistant = said && (await connection.post('/v1/assistants', { model: 'gpt-4o' }))
    const before = { memory: await server.memory(), cpu: await server.cpu() }
    const each = Math.ceil(count / loads)
    const clients = await Promise.all(
      Array.from({ length: loads }, (_, n) => {
        const some = { from: n * each, count: Math.min(each, count - n * each) }
        const task = { port: server.port, assistant_id: assistant?.id, events, said, ...some }
        return start('streams', { file: 'loads/streams.js', serve: task })
      }),
    )
    const opened = { cpu: await server.cpu(), memory: await server.memory() }
    doing = 'ended'
    const closing = { cpu: await server.cpu(), at: performance.now() }
    const ends = clients.map((client) => client.ask('end'))
    await openGate(connection)
    const lost = (await Promise.all(ends)).flatMap((end) => end.lost)
    const seconds = (performance.now() - closing.at) / 1000
    if (lost.length > 0) throw new Error(`${lost.length} of ${count} streams are not whole, such as: ${lost[0]}`)
    const cpu = opened.cpu - before.cpu + (await server.cpu()) - closing.cpu
    await connection.close()
    return { memory: (opened.memory - before.memory) / count / 1024, cpu: cpu / count, seconds }
  } finally {
    clearTimeout(late)
    await Promise.all(children.map((child) => child.stop()))
  }
}

const openGate = (connection) => connection.send('POST', '/_emulator/gates/go/open')
