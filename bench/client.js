import { Client } from 'undici'

/** What the emulator wants of a request. `hello` answers with one short message. */
export const headers = {
  authorization: 'Bearer any',
  'openai-beta': 'assistants=v2',
  'content-type': 'application/json',
  'x-emulator-scenario': 'hello',
}

/** One keep-alive connection to a server of the bench. */
export class Connection {
  #client

  constructor(port) {
    this.#client = new Client(`http://127.0.0.1:${port}`)
  }

  /** One request, read to its end: `{ status, headers, text }`. @throws where the answer is not 200 */
  async send(method, path, body, more) {
    const response = await this.#client.request({
      method,
      path,
      headers: more ? { ...headers, ...more } : headers,
      body: body && JSON.stringify(body),
    })
    const text = await response.body.text()
    if (response.statusCode !== 200) throw new Error(`${method} ${path}: ${response.statusCode} ${text}`)
    return { status: response.statusCode, headers: response.headers, text }
  }

  async post(path, body, more) {
    return JSON.parse((await this.send('POST', path, body, more)).text)
  }

  async get(path) {
    return JSON.parse((await this.send('GET', path)).text)
  }

  close() {
    return this.#client.close()
  }
}

const fromTheConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length'])

/** An answer as a bare server is to give it again: `path` is its route there. */
export function copied(method, path, { status, headers, text }) {
  const own = Object.entries(headers).filter(([name]) => !fromTheConnection.has(name))
  return { method, path, status, headers: Object.fromEntries(own), body: text }
}
