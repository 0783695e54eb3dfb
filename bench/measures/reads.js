import { Child } from '../child.js'
import { Connection, copied } from '../client.js'
import { duel } from '../duel.js'
import { finishedRun } from '../story.js'

export const reads = {
  name: 'reads',
  async measure() {
    const ours = await Child.start('emulator')
    const connection = new Connection(ours.port)
    const path = await finishedRun(connection)
    const answer = copied('GET', '/v1/threads/:thread/runs/:run', await connection.send('GET', path))
    await connection.close()
    const base = await Child.start('hono', { serve: [answer] })
    const result = await duel({ ours, base }, { cycle: (to) => to.send('GET', path).then(() => 1) })
    await Promise.all([ours.stop(), base.stop()])
    return [{ what: 'reading a run, against bare hono', aim: { least: 0.9 }, ...result }]
  },
}
