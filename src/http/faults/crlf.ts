import { streams } from '../../scenario/moments.ts'
import { bare, defineFault } from './fault.ts'

export const crlf = defineFault({
  what: 'Lines end in CR LF instead of LF.',
  on: streams,
  schema: bare,
  bytes: async function* (bytes) {
    for await (const chunk of bytes)
      yield Buffer.from(Buffer.from(chunk).toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
  },
})
