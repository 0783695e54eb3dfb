/** Asks the server and calls `show` with each piece of the answer as it arrives. */
export async function ask(question, show, base = '') {
  const response = await fetch(`${base}/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question }),
  })
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  for (let piece; !(piece = await reader.read()).done;) show(decoder.decode(piece.value, { stream: true }))
}
