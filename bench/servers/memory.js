// How much heap a finished run takes, over the first 10,000 of them and over 50,000, and what is left after a reset. Needs --expose-gc.
import { createEmulator } from '../../dist/index.js'
import { store } from './store.js'

const few = 10_000
const many = 50_000
const emulator = createEmulator()
const heap = () => {
  gc()
  gc()
  return process.memoryUsage().heapUsed
}
// Code, and caches that have their full size by then, are not what a run costs.
await store(emulator, 2000)
emulator.reset()
const empty = heap()
await store(emulator, 2000)
const start = heap()
await store(emulator, few)
const early = heap()
await store(emulator, many - few)
const late = heap()
emulator.reset()
process.send({ known: { first: (early - start) / few, all: (late - start) / many, left: heap() - empty } })
await emulator.close()
process.disconnect()
