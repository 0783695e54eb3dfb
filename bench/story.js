// What the measurements have clients do.

const question = { role: 'user', content: 'Hello there, how are you?' }

/** A thread of its own with an assistant for it: what a conversation needs. */
export async function thread(connection) {
  const { id: assistant_id } = await connection.post('/v1/assistants', { model: 'gpt-4o' })
  const { id } = await connection.post('/v1/threads', { messages: [question] })
  return { path: `/v1/threads/${id}`, assistant_id }
}

/** The path of a run that has completed. */
export async function finishedRun(connection) {
  const { path, assistant_id } = await thread(connection)
  const { id } = await connection.post(`${path}/runs`, { assistant_id })
  await completed(connection, `${path}/runs/${id}`)
  return `${path}/runs/${id}`
}

/** A question and its answer: message, run, reads until it has completed, the two newest messages. Returns the number of requests. */
export async function createAndComplete(connection, { path, assistant_id }) {
  await connection.post(`${path}/messages`, question)
  const { id } = await connection.post(`${path}/runs`, { assistant_id })
  const reads = await completed(connection, `${path}/runs/${id}`)
  await connection.get(`${path}/messages?limit=2`)
  return reads + 3
}

async function completed(connection, path) {
  let reads = 1
  while ((await connection.get(path)).status !== 'completed') reads++
  return reads
}
