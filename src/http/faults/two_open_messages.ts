import type { Message } from '../../run/objects.ts'
import { streams } from '../../scenario/moments.ts'
import { bare, defineFault } from './fault.ts'
import { isFrame } from './selector.ts'

export const two_open_messages = defineFault({
  what: 'While the first message is being written, a second one is created, of which nothing more is heard.',
  on: streams,
  schema: bare,
  events: async function* (events) {
    let done = false
    for await (const event of events) {
      yield event
      if (done || !isFrame(event) || event.event !== 'thread.message.in_progress') continue
      const { id, ...first } = JSON.parse(event.data) as Message
      const data = JSON.stringify({ id: `${id.slice(0, -3)}2nd`, ...first })
      yield { event: 'thread.message.created', data }
      yield { event: 'thread.message.in_progress', data }
      done = true
    }
  },
})
