// A chat for a browser: the page is served, and what the assistant says is streamed to it as plain text while it is said.
import { fileURLToPath } from 'node:url'
import express from 'express'

export function createChat(openai, assistant_id) {
  const app = express()
  app.use(express.static(fileURLToPath(new URL('public', import.meta.url))))
  app.post('/chat', express.json(), async ({ body }, response) => {
    const thread = { messages: [{ role: 'user', content: body.question }] }
    const stream = openai.beta.threads.createAndRunStream({ assistant_id, thread })
    // A reader who leaves ends the run's stream too.
    response.on('close', () => stream.abort())
    stream.on('textDelta', ({ value }) => response.write(value))
    try {
      const { status } = await stream.finalRun()
      response.end(status === 'completed' ? '' : `\n[the answer ended: ${status}]`)
    } catch (error) {
      if (!response.headersSent) response.status(502)
      response.end('\n[no answer]')
      if (error.name !== 'APIUserAbortError') console.error(error.message)
    }
  })
  return app
}
