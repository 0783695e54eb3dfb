import { Child } from '../child.js'
import { Connection, copied } from '../client.js'
import { duel } from '../duel.js'
import { thread } from '../story.js'

export const stream = {
  name: 'stream',
  async measure() {
    const ours = await Child.start('emulator')
    const connection = new Connection(ours.port)
    const given = await thread(connection)
    const answer = await streamed(connection, given)
    await connection.close()
    const deltas = answer.text.match(/^event: thread\.message\.delta$/gm)?.length
    if (deltas !== 100 || !answer.text.endsWith('data: [DONE]\n\n')) throw new Error(`Not 100 deltas: ${answer.text}`)
    const base = await Child.start('http', { serve: [copied('POST', '/', answer)] })
    const prepare = (lane, child) => (child === ours ? thread(lane) : given)
    const result = await duel({ ours, base }, { prepare, cycle: (to, on) => streamed(to, on).then(() => 1) })
    await Promise.all([ours.stop(), base.stop()])
    return [{ what: 'a streamed run of 100 deltas, against bare node:http', aim: { least: 0.5 }, ...result }]
  },
}

function streamed(connection, { path, assistant_id }) {
  const scenario = { 'x-emulator-scenario': 'hundred-deltas' }
  return connection.send('POST', `${path}/runs`, { assistant_id, stream: true }, scenario)
}
