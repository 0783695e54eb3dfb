// node start.js: the client finds its server and its key in OPENAI_BASE_URL and OPENAI_API_KEY.
import OpenAI from 'openai'
import { createChat } from './server.js'

const openai = new OpenAI()
const { id } = await openai.beta.assistants.create({ model: 'gpt-4o', instructions: 'Be kind.' })
const server = createChat(openai, id).listen(Number(process.env.PORT ?? 3000), () => {
  console.log(`http://localhost:${server.address().port}`)
})
