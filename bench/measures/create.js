import { Child } from '../child.js'
import { Connection, copied } from '../client.js'
import { duel } from '../duel.js'
import { createAndComplete, thread } from '../story.js'

export const create = {
  name: 'create',
  async measure() {
    const ours = await Child.start('emulator')
    const base = await Child.start('hono', { serve: await answers(ours) })
    const prepare = (connection) => thread(connection)
    const result = await duel({ ours, base }, { prepare, cycle: createAndComplete })
    await Promise.all([ours.stop(), base.stop()])
    return [{ what: 'create and complete, against bare hono', aim: { least: 0.5 }, ...result }]
  },
}

/** Every answer of one conversation, as the bare server is to repeat it. */
async function answers({ port }) {
  const connection = new Connection(port)
  const said = new Map()
  const listening = {
    async send(method, path, body) {
      const answer = await connection.send(method, path, body)
      const route = path
        .replace(/\?.*/, '')
        .replace(/thread_\w+/, ':thread')
        .replace(/run_\w+/, ':run')
      said.set(`${method} ${route}`, copied(method, route, answer))
      return JSON.parse(answer.text)
    },
    post: (path, body) => listening.send('POST', path, body),
    get: (path) => listening.send('GET', path),
  }
  await createAndComplete(listening, await thread(listening))
  await connection.close()
  return [...said.values()]
}
