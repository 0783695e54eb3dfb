import type { ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'
import { FileStorage, type StorageLimits } from '../../src/engine/files/storage.ts'
import { Projects, type WorldOptions } from '../../src/engine/projects.ts'
import { createApp } from '../../src/http/app.ts'
import type { Services } from '../../src/http/services.ts'
import { reader } from '../../src/http/faults/index.ts'
import { listen } from '../../src/http/listen.ts'
import { OpenStreams } from '../../src/http/open_streams.ts'
import { renderers } from '../../src/http/render.ts'
import { Catalog } from '../../src/scenario/catalog.ts'

interface ServerOptions extends Pick<WorldOptions, 'journal' | 'leaving'> {
  /** What `default` is to be. */
  scenario?: string
  limits?: Partial<StorageLimits>
}

/** A server over sockets that can be looked into; it ends with the test. */
export async function serving({ scenario = 'script: []', limits, ...options }: ServerOptions = {}) {
  const catalog = new Catalog(reader)
  catalog.add({ default: scenario })
  const storage = new FileStorage(limits)
  const projects = new Projects({ clock: 'skip', seed: '0', salt: '0', catalog, storage, ...options })
  const services: Services = {
    ...{ projects, catalog, render: renderers.recorded, unmatched: 'default', sunset: 0, pollAfter: null },
    ...{ apiKeys: undefined, allowedHosts: undefined, lenient: false, maxBodyBytes: 1e6, maxFileBytes: 1e6 },
    ...{ maxHeaderBytes: undefined, maxControlBytes: 1e6, streams: new OpenStreams(100) },
    log: () => {},
  }
  const app = createApp()
  const answers: ServerResponse[] = []
  const port = await listen((request, env) => {
    answers.push((env as { outgoing: ServerResponse }).outgoing)
    return app.fetch(request, Object.assign(env, { services }))
  }, services)
  onTestFinished(() => port.close())
  return { port, storage, projects, answers }
}
