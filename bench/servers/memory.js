// How much heap a finished run takes, over 10,000 of them. Needs --expose-gc.
import { createEmulator } from '../../dist/index.js'
import { store } from './store.js'

const count = 10_000
const emulator = createEmulator()
const heap = () => {
  gc()
  gc()
  return process.memoryUsage().heapUsed
}
// Code, and caches that have their full size by then, are not what a run costs.
await store(emulator, 2000)
const before = heap()
await store(emulator, count)
process.send({ known: (heap() - before) / count })
await emulator.close()
process.disconnect()
