import { streams } from '../../scenario/moments.ts'
import type { Frame } from '../frames.ts'
import { bare, defineFault } from './fault.ts'
import { isFrame } from './selector.ts'

export const delta_before_created = defineFault({
  what: 'The first delta of each message comes before the message is created.',
  on: streams,
  schema: bare,
  events: async function* (events) {
    let held: Frame[] = []
    for await (const event of events) {
      if (isFrame(event) && event.event === 'thread.message.created') held = [event]
      else if (held.length > 0 && isFrame(event) && event.event === 'thread.message.in_progress') held.push(event)
      else {
        yield event
        yield* held
        held = []
      }
    }
    yield* held
  },
})
