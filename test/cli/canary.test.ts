import { mkdtempSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { createEmulator } from '../../src/index.ts'
import { told } from '../../src/testing/told.ts'
import { run, start } from './program.ts'

/** What no output may show: by the way that it goes in. */
const header = {
  bearer: 'canary-bearer-hunter2',
  short: 'canary-k',
  basic: Buffer.from(':canary-basic-hunter2').toString('base64'),
  azure: 'canary-azure-hunter2',
  cookie: 'canary-cookie-hunter2',
  other: 'canary-other-hunter2',
  bare: 'canarybarehunter2',
  query: 'canary-query-hunter2',
  signature: 'canary-signature-hunter2',
  address: 'canary-address-hunter2',
  path: 'sk-proj-CanaryPathHunter2Hunter2',
  host: 'canary-host-hunter2',
  broken: 'canary-broken-hunter2',
}
const body = {
  scheme: 'canary-scheme-hunter2',
  content: 'sk-proj-CanaryContentHunter2Hunter2',
  member: 'canary-member-hunter2',
  output: 'canary-output-hunter2',
  nested: 'canary-nested-hunter2',
  authorization: 'canary-authorization-hunter2',
  field: 'sk-proj-CanaryFieldHunter2Hunter2',
  model: 'sk-proj-CanaryModelHunter2Hunter2',
  unparsed: 'canary-unparsed-hunter2',
}
const all = Object.entries({ ...header, ...body })

function seenIn(output: string, canaries: [string, string][] = all): string[] {
  return canaries.filter(([, value]) => output.includes(value)).map(([name]) => name)
}

/** Sends every secret there is to a server that accepts `right` alone. */
async function story(base: string, right: string): Promise<void> {
  const { host, hostname, port } = new URL(base)
  const call = async (path: string, given?: unknown, headers: Record<string, string> = {}, method = 'POST') => {
    const response = await fetch(base + path, {
      method: given === undefined ? 'GET' : method,
      headers: {
        authorization: `Bearer ${right}`,
        'openai-beta': 'assistants=v2',
        ...(typeof given === 'object' && !(given instanceof FormData) && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(given !== undefined && {
        body: given instanceof FormData || typeof given === 'string' ? given : JSON.stringify(given),
      }),
    })
    return (await response.json()) as { id: string; required_action?: { submit_tool_outputs: { tool_calls: Call[] } } }
  }
  for (const authorization of [
    `Bearer ${header.bearer}`,
    `Bearer ${header.short}`,
    `Basic ${header.basic}`,
    `${header.bare} words`,
    `Digest ${header.other}`,
  ])
    await call('/models', undefined, { authorization })
  await call('/models', undefined, {
    'api-key': header.azure,
    'x-api-key': header.other,
    cookie: `session=${header.cookie}`,
    'proxy-authorization': `Bearer ${header.other}`,
    'x-amz-security-token': header.other,
    'ocp-apim-subscription-key': header.other,
  })
  await call(`/models?api_key=${header.query}&sig=${header.signature}`)
  await call(`/nowhere?access_token=${header.query}`)
  await call(`/threads/${header.path}`)
  await call('/threads', `{"password": "${body.unparsed}", `, { 'content-type': 'application/json' })
  const messages = [
    { role: 'user', content: `${body.content}, Bearer ${body.scheme} and {"api_key": "${body.nested}"}` },
  ]
  const thread = await call('/threads', { messages, metadata: { password: body.member } })
  const tools = [{ type: 'function', function: { name: 'f' } }]
  const assistant = await call('/assistants', { model: body.model, tools })
  const made = await call(
    `/threads/${thread.id}/runs`,
    { assistant_id: assistant.id, metadata: { 'x-api-key': body.member } },
    { 'x-emulator-scenario': 'tool-call' },
  )
  const path = `/threads/${thread.id}/runs/${made.id}`
  const asked = await call(path)
  await call(`${path}/submit_tool_outputs`, {
    tool_outputs: asked.required_action?.submit_tool_outputs.tool_calls.map(({ id }) => ({
      tool_call_id: id,
      output: JSON.stringify({
        authorization: `Bearer ${body.authorization}`,
        said: JSON.stringify({ access_token: body.output }),
        url: `https://user:${body.output}@example.com/?token=${body.output}`,
      }),
    })),
  })
  const form = new FormData()
  form.append('purpose', body.field)
  form.append('file', new Blob(['x']), 'x.txt')
  await call('/files', form)
  const raw = async (bytes: string) => {
    const socket = connect(Number(port), hostname)
    socket.write(bytes)
    await text(socket)
  }
  const close = 'connection: close\r\n\r\n'
  await raw(`GET /v1/models?api_key=${header.query} HTTP/1.1\r\nhost: evil.example\r\n${close}`)
  await raw(`GET http://user:${header.address}@${host}/v1/models HTTP/1.1\r\nhost: ${host}\r\n${close}`)
  await raw(`GET /v1/models?api_key=${header.query}\\ HTTP/1.1\r\nhost: ${host}\r\n${close}`)
  await raw(`GET /v1/models HTTP/1.1\r\nhost: user:${header.host}@${host}\r\n${close}`)
  await raw(`nonsense authorization: Bearer ${header.broken}\r\n\r\n`)
}

interface Call {
  id: string
}

test.each(['text', 'json'])('no key or token is in the log: %s', async (format) => {
  const program = start(['--port', '0', '--clock', 'skip', '--api-key', 'right', '--log', format])
  await story(await program.url, 'right')
  program.emit('SIGTERM')
  await program.code
  expect(program.stdout.split('\n').length).toBeGreaterThan(20)
  expect(program.stdout).toContain('Incorrect API key provided')
  expect(seenIn(program.stdout + program.stderr)).toEqual([])
})

test('no key or token is in the journal, in what is told of a failing test, or in any other report', async () => {
  await using emulator = createEmulator({ apiKeys: ['right'] })
  const { url } = await emulator.listen()
  await story(url, 'right')
  const control = async (path: string, sent?: object) =>
    (
      await fetch(new URL(`/_emulator${path}`, url), {
        ...(sent && { method: 'POST', body: JSON.stringify(sent) }),
      })
    ).text()
  const [run] = emulator.runs.list()
  const reports = {
    journal: await control('/journal'),
    told: told(emulator),
    run: JSON.stringify(emulator.runs.get(run!.id).history),
    verify: await control('/verify', {
      runs: [{ tool_outputs: { f: 'something else' } }],
      requests: [{ request: 'POST /threads', status: 200, body: { metadata: { password: 'other' } } }],
      nothing_else: true,
      unmatched: 0,
    }),
    unmatched: await control('/unmatched'),
    verdict: await control('/verdict'),
    coverage: await control('/coverage'),
    openapi: await control('/openapi.json'),
    projects: await control('/projects'),
  }
  expect(reports.verify).toMatch(/metadata\.password is \*\*\*/)
  expect(Object.entries(reports).flatMap(([name, report]) => seenIn(report).map((seen) => `${name}: ${seen}`))).toEqual(
    [],
  )
  // What a client stored is state; how it showed who it is, is not.
  expect(seenIn(await control('/state?project=*'), Object.entries(header))).toEqual([])
})

test('what is masked is compared all the same', async () => {
  await using emulator = createEmulator()
  const { url } = await emulator.listen()
  await story(url, 'right')
  emulator.verify({ requests: [{ request: 'POST /threads', body: { metadata: { password: body.member } }, times: 1 }] })
})

test('no key is in what exec prints and reports, and the command gets its own', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'run-emulator-canary-'))
  const secret = 'canary-command-hunter2'
  const script = `
    const { OPENAI_BASE_URL, OPENAI_API_KEY } = process.env
    await fetch(OPENAI_BASE_URL + '/nowhere/sk-proj-CanaryPathHunter2Hunter2?key=' + OPENAI_API_KEY)
    process.exit(OPENAI_API_KEY === '${header.bearer}' && process.argv.at(-1) === '${secret}' ? 3 : 9)`
  const { code, stdout, stderr } = await run(
    [
      'exec',
      '--strict',
      '--report',
      'r.json,r.xml',
      '--',
      process.execPath,
      '--input-type=module',
      '-e',
      script,
      '--',
      `OPENAI_API_KEY=${secret}`,
      '--api-key',
      secret,
    ],
    { cwd, env: { PATH: process.env.PATH, OPENAI_API_KEY: header.bearer } },
  )
  expect(code).toBe(3)
  const told = [stdout, stderr, ...['r.json', 'r.xml'].map((name) => readFileSync(join(cwd, name), 'utf8'))]
  expect(told.join()).toContain('/nowhere/***')
  expect(JSON.parse(told[2]!)).toMatchObject({ command: expect.arrayContaining(['OPENAI_API_KEY=***', '***']) })
  expect(seenIn(told.join(), [['path', header.path]])).toEqual([])
})

test('no key is in what is said of a wrong command line or a crash', async () => {
  expect((await run(['serve', body.content])).stderr).toContain("'***'")
  expect((await run(['--port', body.content])).stderr).toMatch(/--port is "\*\*\*"/)
  const program = start(['--port', '0'])
  await program.url
  program.emit('unhandledRejection', new Error(`no ${body.content}`))
  expect(program.stderr).toMatch(/it goes on serving\. Error: no \*\*\*\n/)
  program.emit('SIGTERM')
  await program.code
})
