/**
 * Reads documents in a process of its own: what a small one unfolds to may take all the memory and all the time there are, and those must
 * not be the server's. Told an extension, bytes, and the most that reading may take, it answers with the text, or null where it cannot be
 * read; where it takes more, it ends. A worker does the reading, so that this thread can watch it.
 */
import { isMainThread, parentPort, Worker } from 'node:worker_threads'

const readers = {
  '.pdf': async (bytes) => {
    const { extractText, getDocumentProxy } = await import('unpdf')
    const pages = await getDocumentProxy(Uint8Array.from(bytes), { verbosity: 0 })
    return (await extractText(pages)).text.join('\n')
  },
  '.docx': async (bytes) => {
    const { default: mammoth } = await import('mammoth')
    return (await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value
  },
}

function watch() {
  const worker = new Worker(new URL(import.meta.url))
  let reading
  const endIfTooMuch = () => {
    if (!reading) return
    const { began, most } = reading
    if (performance.now() - began > most.milliseconds || process.memoryUsage.rss() > most.memory) process.exit(1)
  }
  setInterval(endIfTooMuch, 50)
  process.on('message', ({ most, ...document }) => {
    reading = { began: performance.now(), most }
    worker.postMessage(document)
  })
  worker.on('message', (text) => {
    endIfTooMuch()
    // What one document took is not the next one's fault.
    process.send({ text, isSpent: process.memoryUsage.rss() > reading.most.memory / 2 })
    reading = undefined
  })
  process.on('disconnect', () => process.exit())
}

if (isMainThread) watch()
else
  parentPort.on('message', async ({ extension, bytes }) =>
    parentPort.postMessage(await readers[extension](bytes).catch(() => null)),
  )
