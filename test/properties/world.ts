import OpenAI from 'openai'
import { expect } from 'vitest'
import { createEmulator, type Emulator, type ProjectControl } from '../../src/index.ts'
import type { Run } from './model.ts'
import { scriptOf } from './scripts.ts'
import type { Watcher } from './watcher.ts'

/** Something that a list shows, in the order of its making; one that is gone still serves as a cursor. */
export interface Item {
  id: string
  gone?: boolean
  run_id?: string | null
}

/** A page of a list, as the API prints it. */
export interface Page<T> {
  object: string
  data: T[]
  first_id: string | null
  last_id: string | null
  has_more: boolean
}

export interface KnownMessage extends Item {
  run_id: string | null
  role: string
}

export interface KnownRun {
  id: string
  thread: KnownThread
  script: string
  /** As it was at the last look. */
  look: Run
  /** The stream that follows it, or that has followed it to where it rests. */
  watcher?: Watcher | undefined
  /** Whether its history began in another emulator. */
  moved?: boolean
}

export interface KnownThread extends Item {
  place: Place
  messages: KnownMessage[]
  runs: KnownRun[]
  /** Messages changed or deleted: a stream that told of them before knows nothing of it. */
  touched: Set<string>
}

/** A project, and all that its client knows of it. */
export class Place {
  readonly name: string
  readonly client: OpenAI
  readonly assistants: Item[] = []
  readonly threads: KnownThread[] = []
  /** Every request, in the order of their sending; status 0 where no answer came. */
  sent: { request: string; status: number }[] = []
  readonly #world: World
  #scripts = new Set<string>()

  constructor(world: World, name: string) {
    this.#world = world
    this.name = name
    const fetch: typeof globalThis.fetch = (input, init) => this.#send(String(input), init)
    this.client = new OpenAI({ apiKey: 'any', baseURL: world.emulator.url, fetch, maxRetries: 0, project: name })
  }

  async #send(url: string, init: RequestInit = {}): Promise<Response> {
    const entry = { request: `${init.method ?? 'GET'} ${new URL(url).pathname}`, status: 0 }
    this.sent.push(entry)
    const response = await this.#world.emulator.fetch(url, init)
    entry.status = response.status
    return response
  }

  /** A list as it is sent, without a client's help, which would take longer than the answer. */
  async list<T extends { id: string }>(path: string, query: Record<string, string>): Promise<Page<T>> {
    const headers = { authorization: 'Bearer any', 'openai-beta': 'assistants=v2', 'openai-project': this.name }
    const url = `${this.#world.emulator.url}${path}?${new URLSearchParams(query)}`
    const response = await this.#send(url, { headers })
    expect(response.status, path).toBe(200)
    return response.json() as Promise<Page<T>>
  }

  get control(): ProjectControl {
    return this.#world.emulator.project(this.name)
  }

  get runs(): KnownRun[] {
    return this.threads.filter(({ gone }) => !gone).flatMap(({ runs }) => runs)
  }

  /** The header that chooses a script, which the project has from then on. */
  choosing(script: string): { headers: Record<string, string> } {
    if (!this.#scripts.has(script)) this.control.scenarios.put(script, scriptOf(script))
    this.#scripts.add(script)
    return { headers: { 'x-emulator-scenario': script } }
  }

  know(thread: { id: string }): KnownThread {
    const known: KnownThread = { id: thread.id, place: this, messages: [], runs: [], touched: new Set() }
    this.threads.push(known)
    return known
  }
}

export class World {
  emulator: Emulator = newEmulator()
  readonly places: Place[]

  private constructor(names: string[]) {
    this.places = names.map((name) => new Place(this, name))
  }

  /** Two projects, each with an assistant that offers every tool, and a thread with two questions. */
  static async open(): Promise<World> {
    const world = new World(['one', 'two'])
    for (const place of world.places) {
      place.assistants.push(await place.client.beta.assistants.create(assistant))
      const thread = place.know(await place.client.beta.threads.create())
      for (const content of ['Where is it warm?', 'And where is it cold?'])
        thread.messages.push(await place.client.beta.threads.messages.create(thread.id, { role: 'user', content }))
    }
    return world
  }

  get watchers(): Watcher[] {
    return this.places.flatMap(({ runs }) => runs.flatMap(({ watcher }) => watcher ?? []))
  }

  async close(): Promise<void> {
    for (const watcher of this.watchers) watcher.abort()
    await this.emulator.close()
  }
}

const functions = ['find_city', 'get_weather']

export const assistant: OpenAI.Beta.AssistantCreateParams = {
  model: 'gpt-4o',
  tools: [
    ...functions.map((name) => ({ type: 'function' as const, function: { name } })),
    { type: 'code_interpreter' },
    { type: 'file_search' },
  ],
}

export function newEmulator(): Emulator {
  return createEmulator({ clock: 'manual', seed: 'properties' })
}
