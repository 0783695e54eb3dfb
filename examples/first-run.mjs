// A run against the emulator, exactly as it would have been against the real service.
import OpenAI from 'openai'

const openai = new OpenAI({ baseURL: process.env.OPENAI_BASE_URL ?? 'http://127.0.0.1:4010/v1', apiKey: 'any' })

const assistant = await openai.beta.assistants.create({
  model: 'gpt-4o',
  instructions: 'You tell the weather.',
  tools: [
    {
      type: 'function',
      function: {
        name: 'get_weather',
        parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      },
    },
  ],
})
const thread = await openai.beta.threads.create({ messages: [{ role: 'user', content: 'Is it sunny in Paris?' }] })

let run = await openai.beta.threads.runs.createAndPoll(thread.id, { assistant_id: assistant.id })
while (run.status === 'requires_action') {
  const calls = run.required_action.submit_tool_outputs.tool_calls
  for (const { function: call } of calls) console.log(`${call.name}(${call.arguments})`)
  const tool_outputs = calls.map(({ id }) => ({ tool_call_id: id, output: 'sunny, 22 degrees' }))
  run = await openai.beta.threads.runs.submitToolOutputsAndPoll(run.id, { thread_id: thread.id, tool_outputs })
}

const [answer] = (await openai.beta.threads.messages.list(thread.id, { run_id: run.id })).data
console.log(`${run.status}: ${answer.content[0].text.value}`)
