// The emulator over a socket. With `--stored N` it already holds N finished runs when it begins to listen.
import { parseArgs } from 'node:util'
import { createEmulator } from '../../dist/index.js'
import { store } from './store.js'
import { served } from './served.js'

const { values } = parseArgs({ options: { stored: { type: 'string', default: '0' } } })
const words = Array.from({ length: 100 }, (_, n) => (n === 0 ? 'word' : ' word')).join('')
const emulator = createEmulator({
  scenarios: {
    'hundred-deltas': { script: [{ message: words }] },
    'look-up': {
      script: [
        { tool_calls: [{ function: { name: 'look_up', arguments: { in: '{{ assistant.name }}' } } }] },
        { message: '{{ output }}, said {{ assistant.name }}.' },
      ],
    },
    'held-open': {
      script: [{ message: { content: ['Held open: ', { gate: 'go' }, '{{ last_message }}'], by: 'word' } }],
    },
  },
})
const known = await store(emulator, Number(values.stored))
const { port } = await emulator.listen()
served(port, { known })
