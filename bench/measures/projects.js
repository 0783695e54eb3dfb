import { Child } from '../child.js'
import { Connection } from '../client.js'

const names = Array.from({ length: 500 }, (_, n) => `test-${String(n).padStart(3, '0')}`)
const loads = 2
const ids = /\b(?:asst|thread|run|msg|step|call|req)_\w{24,}/g

/** 500 tests at once, each in a project of its own: nothing leaks, and a reset gives all memory back. */
export const projects = {
  name: 'projects',
  async measure() {
    const base = await played('one')
    const ours = await played(undefined)
    const { cpu, left } = ours
    const rate = {
      ours: ours.rate,
      base: base.rate,
      value: ours.rate / base.rate,
    }
    return [
      {
        what: `${names.length} tests at once, each in its project, against one project`,
        aim: { least: 0.8 },
        ...{
          value: base.cpu / cpu,
          ours: cpu,
          base: base.cpu,
          unit: 'µs',
          rate,
        },
      },
      {
        what: `what a project leaves behind when it is reset`,
        aim: { most: 2 },
        value: left,
        unit: 'KB',
      },
    ]
  },
}

/**
 * All stories at once, on a server of their own, in this project or each in its own: CPU microseconds of a story, stories a second, and
 * KB that each leaves when all projects are reset. @throws where a story went wrong, or a project has what is another's
 */
async function played(project) {
  const server = await Child.start('emulator', { execArgv: ['--expose-gc'] })
  const connection = new Connection(server.port)
  const reset = () => connection.send('POST', '/_emulator/reset?project=*')
  const share = Math.ceil(names.length / loads)
  const clients = await Promise.all(
    Array.from({ length: loads }, () => Child.start('projects', { file: 'loads/projects.js' })),
  )
  try {
    const play = () =>
      Promise.all(
        clients.map((client, n) =>
          client.ask({
            port: server.port,
            project,
            names: names.slice(n * share, (n + 1) * share),
          }),
        ),
      )
    // Once before, with all that comes after: code that runs for the first time takes time and memory.
    await play()
    if (!project) await mustBeApart(connection)
    await reset()
    const before = {
      memory: await server.memory(),
      cpu: await server.cpu(),
      at: performance.now(),
    }
    const wrong = (await play()).flatMap((told) => told.wrong)
    const seconds = (performance.now() - before.at) / 1000
    const cpu = (await server.cpu()) - before.cpu
    if (wrong.length > 0) throw new Error(`${wrong.length} of ${names.length} tests went wrong, such as: ${wrong[0]}`)
    if (!project) await mustBeApart(connection)
    await reset()
    const left = (await server.memory()) - before.memory
    return {
      cpu: cpu / names.length,
      rate: names.length / seconds,
      left: left / names.length / 1024,
    }
  } finally {
    await connection.close()
    await Promise.all([server, ...clients].map((child) => child.stop()))
  }
}

/** @throws where the journal of a project has another's name or id in it */
async function mustBeApart(connection) {
  const owners = new Map()
  for (const name of names) {
    const { text } = await connection.send('GET', `/_emulator/journal?project=${name}`)
    const strangers = text.match(/test-\d+/g).filter((each) => each !== name)
    for (const id of new Set(text.match(ids))) {
      if (owners.has(id)) strangers.push(`${id} of ${owners.get(id)}`)
      owners.set(id, name)
    }
    if (strangers.length > 0) throw new Error(`In project ${name} there is ${strangers[0]}.`)
  }
}
