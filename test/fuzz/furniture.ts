import type { Shot } from './shots.ts'

const usual = { authorization: 'Bearer any', 'openai-beta': 'assistants=v2' }
const post = (path: string, body: unknown, headers = {}): Shot => ({
  method: 'POST',
  path,
  headers: { ...usual, 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})
const get = (path: string): Shot => ({ method: 'GET', path, headers: usual })

/** A little of everything, so that most requests find what they ask for. */
export const furniture: Shot[] = [
  {
    ...post('/files', 0, { 'content-type': 'multipart/form-data; boundary=b' }),
    body: '--b\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nassistants\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nAll about parrots.\r\n--b--\r\n',
  },
  post('/vector_stores', {}),
  post('/vector_stores/@vs/file_batches', { file_ids: ['@file'] }),
  post('/assistants', { model: 'gpt-4o', tools: [{ type: 'file_search' }] }),
  post('/threads', { messages: [{ role: 'user', content: 'What about parrots?' }] }),
  post('/threads/@thread/messages', { role: 'user', content: 'And about plums?' }),
  post('/threads/@thread/runs', { assistant_id: '@asst' }, { 'x-emulator-scenario': 'tool-call' }),
  get('/threads/@thread/runs/@run'),
  get('/threads/@thread/runs/@run/steps'),
]

/** What an emulator must still be able to say of itself, whatever has been sent to it. */
export const afterwards: Shot[] = [
  ...['journal', 'verdict', 'unmatched', 'coverage', 'runs', 'next', 'faults', 'clock', 'projects', 'health'],
].map((word) => get(`/_emulator/${word}${word === 'health' ? '' : '?project=*'}`))
