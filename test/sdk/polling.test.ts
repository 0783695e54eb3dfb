import { expect, test } from 'vitest'
import { scenario, setUp } from './set_up.ts'

test('an application that reads in a loop without a pause does not stop the clock', async () => {
  const { openai, assistant_id, thread_id } = await setUp()
  let run = await openai.beta.threads.runs.create(thread_id, { assistant_id, ...scenario('hello') })

  for (let reads = 0; run.status !== 'completed' && reads < 5; reads++)
    run = await openai.beta.threads.runs.retrieve(run.id, { thread_id })

  expect(run.status).toBe('completed')
})
