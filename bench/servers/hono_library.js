// Bare hono in process: imported, and one request answered.
import { Hono } from 'hono'

const app = new Hono()
app.post('/v1/threads', async (context) => context.json(await context.req.json()))
const headers = { authorization: 'Bearer any', 'content-type': 'application/json' }
const request = new Request('http://bare.local/v1/threads', { method: 'POST', headers, body: '{}' })
const answer = await (await app.fetch(request)).text()
if (answer !== '{}') throw new Error(`Not the answer: ${answer}`)
