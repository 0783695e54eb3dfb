import { Hono } from 'hono'
import { getPath } from 'hono/utils/url'
import { controls } from './control/index.ts'
import { serveControl, unknownControl } from './control/serve.ts'
import type { Moment } from '../scenario/moments.ts'
import { faulty } from './faults/faulty.ts'
import * as assistants from './routes/assistants.ts'
import * as fileBatches from './routes/file_batches.ts'
import * as files from './routes/files.ts'
import * as messages from './routes/messages.ts'
import * as models from './routes/models.ts'
import * as runs from './routes/runs.ts'
import * as steps from './routes/steps.ts'
import * as threads from './routes/threads.ts'
import * as vectorStoreFiles from './routes/vector_store_files.ts'
import * as vectorStores from './routes/vector_stores.ts'
import type { Rules } from './introduce.ts'
import { type Serve, serve } from './serve.ts'
import { unrouted } from './unrouted.ts'

type Method = 'get' | 'post' | 'delete'
/** The last word is what the faults of a run's scenario call such a request. */
type Route = [Method, string, Serve, Moment?]

const thread = '/threads/:thread'
const message = `${thread}/messages/:message`
const run = `${thread}/runs/:run`
const store = '/vector_stores/:store'
const batch = `${store}/file_batches/:batch`

/** `/threads/runs` is not a thread called "runs". Told apart here: beside `:thread`, the word would keep hono from its fastest router. */
const postToThread: Serve = (exchange) => {
  if (exchange.param('thread') !== 'runs') return threads.modify(exchange)
  exchange.entry.route = 'POST /threads/runs'
  return runs.createWithThread(exchange)
}

const api: Route[] = [
  ['post', '/assistants', assistants.create],
  ['get', '/assistants', assistants.index],
  ['get', '/assistants/:assistant', assistants.retrieve],
  ['post', '/assistants/:assistant', assistants.modify],
  ['delete', '/assistants/:assistant', assistants.remove],
  ['post', '/threads', threads.create],
  ['get', thread, threads.retrieve, 'retrieve_thread'],
  ['post', thread, postToThread, 'modify_thread'],
  ['delete', thread, threads.remove, 'delete_thread'],
  ['post', `${thread}/messages`, messages.create, 'create_message'],
  ['get', `${thread}/messages`, messages.index, 'list_messages'],
  ['get', message, messages.retrieve, 'retrieve_message'],
  ['post', message, messages.modify, 'modify_message'],
  ['delete', message, messages.remove, 'delete_message'],
  ['post', `${thread}/runs`, runs.create],
  ['get', `${thread}/runs`, runs.index, 'list_runs'],
  ['get', run, runs.retrieve, 'poll'],
  ['post', run, runs.modify, 'modify'],
  ['post', `${run}/cancel`, runs.cancel, 'cancel'],
  ['post', `${run}/submit_tool_outputs`, runs.submit, 'submit'],
  ['get', `${run}/steps`, steps.index, 'list_steps'],
  ['get', `${run}/steps/:step`, steps.retrieve, 'retrieve_step'],
]

/** Recorded without the beta header. */
const platform: Route[] = [
  ['get', '/models', models.index],
  ['get', '/models/:model', models.retrieve],
  ['delete', '/models/:model', models.remove],
  ['post', '/files', files.create],
  ['get', '/files', files.index],
  ['get', '/files/:file', files.retrieve],
  ['delete', '/files/:file', files.remove],
  ['get', '/files/:file/content', files.content],
  ['post', '/vector_stores', vectorStores.create],
  ['get', '/vector_stores', vectorStores.index],
  ['get', store, vectorStores.retrieve],
  ['post', store, vectorStores.modify],
  ['delete', store, vectorStores.remove],
  ['post', `${store}/search`, vectorStores.search],
  ['post', `${store}/files`, vectorStoreFiles.create],
  ['get', `${store}/files`, vectorStoreFiles.index],
  ['get', `${store}/files/:file`, vectorStoreFiles.retrieve],
  ['post', `${store}/files/:file`, vectorStoreFiles.modify],
  ['delete', `${store}/files/:file`, vectorStoreFiles.remove],
  ['get', `${store}/files/:file/content`, vectorStoreFiles.content],
  ['post', `${store}/file_batches`, fileBatches.create],
  ['get', batch, fileBatches.retrieve],
  ['post', `${batch}/cancel`, fileBatches.cancel],
  ['get', `${batch}/files`, fileBatches.files],
]

/** Every operation of the emulated API, with parameters as `:name`. */
export const operations: { method: Method; path: string }[] = [
  ...[...api, ...platform].map(([method, path]) => ({ method, path })),
  { method: 'post', path: '/threads/runs' },
]

/**
 * All routes: the emulated ones below `prefix`, our own below `/_emulator`. A request says in its surroundings which emulator it is for, so
 * that there need be but one app: making its router takes longer than a run.
 */
export function createApp(prefix = '/v1'): Hono {
  const app = new Hono({ getPath: singleSlashed })
  const paths = new Set<string>()
  const mount = (routes: Route[], base: string, rules: Rules) => {
    for (const [method, path, handle, moment] of routes) {
      paths.add(base + path)
      app[method](
        base + path,
        serve(rules, moment ? faulty(moment, handle) : handle, `${method.toUpperCase()} ${path}`),
      )
    }
  }
  mount(api, prefix, { key: true, beta: true })
  mount(platform, prefix, { key: true, beta: false })
  for (const control of controls) app[control.method](`/_emulator${control.path}`, serveControl(control))
  app.all('/_emulator/*', unknownControl(controls))
  app.notFound(serve({ key: false, beta: false }, unrouted(paths)) as (context: unknown) => Response)
  return app
}

/** An empty id leaves two slashes, which the service took for one: `/threads//messages` is the thread "messages" (protocol.md §4.3). */
function singleSlashed(request: Request): string {
  const path = getPath(request)
  return path.includes('//') ? path.replace(/\/{2,}/g, '/') : path
}
