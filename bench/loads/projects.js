// Tests of an application, all at once, through the official client, as often as it is asked to; says what went wrong in them.
import OpenAI from 'openai'

const tools = [
  {
    type: 'function',
    function: { name: 'look_up', parameters: { type: 'object' } },
  },
]

process.once('disconnect', () => process.exit())
process.on('message', async ({ port, names, project }) => {
  const meet = meeting(names.length)
  const told = await Promise.all(names.map((name) => story(client(port, project ?? name), name, meet).catch(String)))
  const right = (name) => `completed ${JSON.stringify({ in: name })} In ${name}, said ${name}.`
  process.send({ wrong: told.filter((each, n) => each !== right(names[n])) })
})

process.send({ ready: true })

function client(port, project) {
  const headers = { 'x-emulator-scenario': 'look-up' }
  return new OpenAI({
    baseURL: `http://127.0.0.1:${port}/v1`,
    apiKey: 'any',
    project,
    defaultHeaders: headers,
  })
}

/** A run that asks for a function and answers with what came of it, streamed; whatever is said in it bears its name. */
async function story({ beta: { assistants, threads } }, name, meet) {
  const { id: assistant_id } = await assistants.create({
    model: 'gpt-4o',
    name,
    tools,
  })
  const messages = [{ role: 'user', content: `Where is ${name}?` }]
  const asked = await read(
    await threads.createAndRun({
      assistant_id,
      thread: { messages },
      stream: true,
    }),
  )
  const { id, thread_id, required_action } = asked.run
  const [call] = required_action.submit_tool_outputs.tool_calls
  await meet()
  const tool_outputs = [{ tool_call_id: call.id, output: `In ${name}` }]
  const { run } = await read(
    await threads.runs.submitToolOutputs(id, {
      thread_id,
      tool_outputs,
      stream: true,
    }),
  )
  const [answer] = (await threads.messages.list(thread_id)).data
  return `${run.status} ${call.function.arguments} ${answer.content[0].text.value}`
}

async function read(stream) {
  let run
  for await (const { data } of stream) if (data.object === 'thread.run') run = data
  return { run }
}

/** Resolves for all who wait when so many do. */
function meeting(count) {
  let all
  const there = new Promise((resolve) => (all = resolve))
  return () => {
    if (--count === 0) all()
    return there
  }
}
