// A chat for a browser: the page is served, and what the assistant says is streamed to it as plain text while it is said.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { json } from 'node:stream/consumers'

const page = { '/': ['index.html', 'text/html'], '/chat.js': ['chat.js', 'text/javascript'] }

export function createChat(openai, assistant_id) {
  return createServer(async (request, response) => {
    if (request.method === 'POST' && request.url === '/chat') return chat(openai, assistant_id, request, response)
    const [file, type] = page[request.url] ?? []
    response.writeHead(file ? 200 : 404, { 'content-type': type ?? 'text/plain' })
    response.end(file ? await readFile(new URL(`public/${file}`, import.meta.url)) : 'Not here.')
  })
}

async function chat(openai, assistant_id, request, response) {
  try {
    const { question } = await json(request)
    const thread = { messages: [{ role: 'user', content: question }] }
    const stream = openai.beta.threads.createAndRunStream({ assistant_id, thread })
    // A reader who leaves ends the run's stream too.
    response.on('close', () => stream.abort())
    stream.on('textDelta', ({ value }) => response.write(value))
    const { status } = await stream.finalRun()
    response.end(status === 'completed' ? '' : `\n[the answer ended: ${status}]`)
  } catch (error) {
    if (!response.headersSent) response.statusCode = 502
    response.end('\n[no answer]')
    if (error.name !== 'APIUserAbortError') console.error(error.message)
  }
}
