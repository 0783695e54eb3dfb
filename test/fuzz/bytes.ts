import fc from 'fast-check'
import type { Bytes } from './shots.ts'

const heads = [
  'GET /v1/models HTTP/1.1\r\n',
  'GET /v1/threads/@thread HTTP/1.1\r\n',
  'POST /v1/threads HTTP/1.1\r\n',
  'POST /v1/threads/@thread/runs HTTP/1.1\r\n',
  'POST /v1/files HTTP/1.1\r\n',
  'PUT /_emulator/clock HTTP/1.1\r\n',
  'OPTIONS * HTTP/1.1\r\n',
  'CONNECT 127.0.0.1:80 HTTP/1.1\r\n',
  'GET http://127.0.0.1/v1/models HTTP/1.0\r\n',
  'GET /v1/../../etc/passwd HTTP/1.1\r\n',
  'GET /v1/\xe9\xff HTTP/1.1\r\n',
  'GET  HTTP/9.9\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\x16\x03\x01\x02\x00',
  '',
]

const lines = [
  ...[
    'Host: 127.0.0.1\r\n',
    'Host: evil.example\r\n',
    'Host: a\r\nHost: b\r\n',
    'Host: \r\n',
    'host:127.0.0.1:99999\r\n',
  ],
  ...[
    'Authorization: Bearer any\r\n',
    'Authorization: Bearer \xe9\xff\r\n',
    'OpenAI-Beta: assistants=v2\r\n',
    'OpenAI-Project: a\x7fb\r\n',
  ],
  ...[
    'Content-Type: application/json\r\n',
    'Content-Type: multipart/form-data; boundary=b\r\n',
    'Connection: close\r\n',
    'Connection: Upgrade\r\nUpgrade: websocket\r\n',
  ],
  ...[
    'Content-Length: 2\r\n',
    'Content-Length: -5\r\n',
    'Content-Length: 9999\r\n',
    'Content-Length: 2\r\nContent-Length: 3\r\n',
    'Content-Length: 1e3\r\n',
  ],
  ...[
    'Transfer-Encoding: chunked\r\n',
    'Transfer-Encoding: chunked, identity\r\n',
    'Transfer-Encoding: gzip\r\n',
    'Expect: 100-continue\r\n',
    'Expect: x\r\n',
  ],
  ...['X: @header\r\n', ' folded\r\n', 'no colon\r\n', ': no name\r\n', 'X: \x00\r\n', 'X: a\nY: b\r\n', '\r\n'],
]

const bodies = [
  '',
  '{}',
  '{"stream":true,"assistant_id":"@asst"}',
  '2\r\n{}\r\n0\r\n\r\n',
  'ffffffffffffffff\r\n',
  '-1\r\n',
  '2;x=@header\r\n{}\r\n0\r\nX: y\r\n\r\n',
  '--b\r\n',
  '@long',
  '\x00\xff',
]

const usual = [
  'Host: 127.0.0.1\r\n',
  'Authorization: Bearer any\r\n',
  'OpenAI-Beta: assistants=v2\r\n',
  'Content-Type: application/json\r\n',
]

const message = fc
  .record({
    head: fc.constantFrom(...heads),
    usual: fc.subarray(usual),
    lines: fc.array(fc.constantFrom(...lines), { maxLength: 3 }),
    end: fc.oneof({ weight: 5, arbitrary: fc.constant('\r\n') }, fc.constantFrom('', '\n\n')),
    body: fc.constantFrom(...bodies),
  })
  .map(({ head, usual, lines, end, body }) => [head, ...usual, ...lines, end, body].join(''))

/** One or several requests on one connection, most of them no HTTP, some of them cut off. */
export const bytes: fc.Arbitrary<Bytes> = fc
  .record({
    messages: fc.array(message, { minLength: 1, maxLength: 3 }),
    cut: fc.option(fc.nat(200), { freq: 3 }),
    then: fc.constantFrom('ends' as const, 'resets' as const),
  })
  .map(({ messages, cut, then }) => ({ bytes: messages.join('').slice(0, cut ?? undefined), then }))
