// Bare node:http that holds all streams open: it reads the request, writes the events up to the gate, and the others when it is opened.
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { served, toServe } from './served.js'

const [{ status, headers, body }] = await toServe()
const events = body.split(/(?<=\n\n)/)
const gate = events.findIndex((event) => event.startsWith('event: thread.message.delta')) + 1
const open = []

const server = createServer(async (request, response) => {
  if (request.url.startsWith('/_emulator')) {
    for (const stream of open) {
      for (const event of events.slice(gate)) stream.write(event)
      stream.end()
    }
    return response.end('{}')
  }
  await json(request)
  response.writeHead(status, headers)
  for (const event of events.slice(0, gate)) response.write(event)
  open.push(response)
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => served(server.address().port))
