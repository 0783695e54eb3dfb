// Bare hono: a route for each answer, which reads what it is sent and answers with the bytes it was given.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { served, toServe } from './served.js'

const app = new Hono()
for (const { method, path, status, headers, body } of await toServe()) {
  const answer = () => new Response(body, { status, headers })
  if (method === 'GET') app.get(path, answer)
  else app.on(method, path, (context) => context.req.json().then(answer))
}
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => served(port))
