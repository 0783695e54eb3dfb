import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
// @ts-expect-error it brings no types
import express from 'express'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEmulator } from '../../src/index.ts'
// @ts-expect-error it is an example in JavaScript
import { createChat } from '../../examples/chat/server.js'
import { emptyProject, hasRegistry, npm, root } from './project.ts'

/** As much of puppeteer as is used here. */
interface Browser {
  newPage(): Promise<Page>
  close(): Promise<void>
}
interface Page {
  goto(url: string): Promise<unknown>
  type(selector: string, text: string): Promise<void>
  click(selector: string): Promise<void>
  waitForFunction(expression: string): Promise<unknown>
  evaluate(expression: string): Promise<unknown>
}

const names = ['chromium', 'chromium-browser', 'google-chrome']
const onPath = (name: string) =>
  promisify(execFile)('sh', ['-c', `command -v ${name}`]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  )

let project: Awaited<ReturnType<typeof emptyProject>>
let browser: Browser | undefined
const servers: Server[] = []

beforeAll(async () => {
  project = await emptyProject()
  const executablePath = (await Promise.all(names.map(onPath))).find((path) => path !== undefined)
  if (process.env.CI !== 'true' && !(executablePath && (await hasRegistry()))) return
  if (!executablePath) throw new Error(`There is none of ${names.join(', ')}: install chromium.`)
  await npm(['install', '--no-audit', '--no-fund', 'puppeteer-core@24'], project.folder)
  const path = createRequire(join(project.folder, 'package.json')).resolve('puppeteer-core')
  const { default: puppeteer } = (await import(pathToFileURL(path).href)) as {
    default: { launch(options: object): Promise<Browser> }
  }
  browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
})
beforeEach(({ skip }) => skip(!browser, `there is none of ${names.join(', ')} here, or no package registry`))
afterAll(async () => {
  await browser?.close()
  for (const server of servers) server.close()
  await project.remove()
})

async function listening(server: Server): Promise<string> {
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('in a real browser', () => {
  it('the page of the chat shows what is said while it is said', async () => {
    await using emulator = createEmulator()
    const openai = new OpenAI({ baseURL: emulator.url, fetch: emulator.fetch, apiKey: 'any' })
    const { id } = await openai.beta.assistants.create({ model: 'gpt-4o' })
    emulator.next({ script: [{ message: 'One moment. ' }, { gate: 'found' }, { message: 'Here it is.' }] })
    const page = await browser!.newPage()
    await page.goto(await listening(createServer(createChat(openai, id) as never)))
    await page.type('input', 'Where is it?')
    await page.click('button')
    const shows = (text: string) =>
      page.waitForFunction(`document.querySelector('#answer').textContent === ${JSON.stringify(text)}`)
    await shows('One moment. ')
    emulator.openGate('found')
    await shows('One moment. Here it is.')
    emulator.verify({ runs: [{ stream: true, status: 'completed' }], nothing_else: true })
  })

  it('the official client calls the emulator from a page of another origin, polling and streaming', async () => {
    await using emulator = createEmulator()
    const { url } = await emulator.listen()
    const app = express()
    app.use('/openai', express.static(join(root, 'node_modules/openai')))
    app.get('/', (_: unknown, response: ServerResponse) => {
      response.setHeader('content-type', 'text/html')
      response.end('<!doctype html><title>direct</title>')
    })
    const page = await browser!.newPage()
    await page.goto(await listening(createServer(app)))
    const told = await page.evaluate(`(async () => {
      const { default: OpenAI } = await import('/openai/index.mjs')
      const { beta } = new OpenAI({ baseURL: '${url}', apiKey: 'any', dangerouslyAllowBrowser: true })
      const { id: assistant_id } = await beta.assistants.create({ model: 'gpt-4o', instructions: 'Be brief.' })
      const metadata = { emulator_scenario: 'hello' }
      const polled = await beta.threads.createAndRunPoll({ assistant_id, metadata })
      const streamed = await beta.threads.createAndRunStream({ assistant_id, metadata }).finalRun()
      const refused = await fetch('${new URL(url).origin}/_emulator/reset', { method: 'POST' }).catch(({ name }) => name)
      return [polled.status, streamed.status, refused.status ?? refused]
    })()`)
    expect(told).toEqual(['completed', 'completed', 'TypeError'])
    // What a foreign page asked for was not done: the runs are still there.
    expect(emulator.runs.list()).toHaveLength(2)
  })
})
