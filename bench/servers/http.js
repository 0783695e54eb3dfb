// Bare node:http: reads the request, then writes the events it was given, one write an event.
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { served, toServe } from './served.js'

const [{ status, headers, body }] = await toServe()
const events = body.split(/(?<=\n\n)/)

const server = createServer(async (request, response) => {
  await json(request)
  response.writeHead(status, headers)
  for (const event of events) response.write(event)
  response.end()
})
server.listen(0, '127.0.0.1', () => served(server.address().port))
