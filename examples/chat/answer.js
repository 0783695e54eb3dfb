// The application under test: asks an assistant, calls the functions it wants called, and waits when it is told to.
import { setTimeout } from 'node:timers/promises'

export async function answer(openai, { assistant_id, question, functions = {} }) {
  const { threads } = openai.beta
  const { id: thread_id } = await threads.create({ messages: [{ role: 'user', content: question }] })
  let run = await patiently(() => threads.runs.createAndPoll(thread_id, { assistant_id }))
  while (run.status === 'requires_action') {
    const calls = run.required_action.submit_tool_outputs.tool_calls
    const tool_outputs = await Promise.all(
      calls.map(async ({ id, function: { name, arguments: given } }) => ({
        tool_call_id: id,
        output: await functions[name](JSON.parse(given)),
      })),
    )
    run = await threads.runs.submitToolOutputsAndPoll(run.id, { thread_id, tool_outputs })
  }
  if (run.status !== 'completed') throw new Error(`${run.status}: ${run.last_error?.message}`)
  const { data } = await threads.messages.list(thread_id, { run_id: run.id })
  return data[0].content[0].text.value
}

/** Tries again after a 429, as late as the answer says, five times at most. */
async function patiently(attempt) {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (error.status !== 429 || tries === 5) throw error
      await setTimeout(Number(error.headers.get('retry-after-ms')))
    }
  }
}
