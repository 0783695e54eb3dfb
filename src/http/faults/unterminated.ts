import { streams } from '../../scenario/moments.ts'
import { encode } from '../frames.ts'
import { bare, defineFault } from './fault.ts'
import { isFrame } from './selector.ts'

export const unterminated = defineFault({
  what: 'The last event of the stream comes without the blank line that ends it.',
  on: streams,
  schema: bare,
  events: async function* (events) {
    let last
    for await (const event of events) {
      if (last !== undefined) yield last
      last = event
    }
    if (last !== undefined) yield isFrame(last) ? encode(last).slice(0, -2) : last
  },
})
