import type { Context, Handler } from 'hono'
import { wall } from '../../engine/clock/wall.ts'
import { readBody } from '../../engine/body.ts'
import { ControlError } from '../../engine/control_error.ts'
import { didYouMean, oneOf } from '../../scenario/words.ts'
import { readYaml, within } from '../../scenario/yaml.ts'
import { pretty } from '../json.ts'
import { header } from '../header.ts'
import { answerTo } from '../serve.ts'
import { surroundings } from '../surroundings.ts'
import type { Control } from './control.ts'
import { mustBeOurPage } from './origin.ts'
import { ControlRequest } from './request.ts'

/** Answers a request to the emulator itself. It is no request of the application: no journal has it, no counter counts it. */
export function serveControl(control: Control): Handler {
  return async (context) => {
    const started = wall()
    const { services } = surroundings(context)
    const request = new ControlRequest(context, services)
    const response = await answer(request, control).catch(failure)
    services.log?.({
      method: context.req.method,
      path: context.req.path,
      status: response.status,
      project: request.projectName,
      ms: wall() - started,
      request_id: '',
    })
    return response
  }
}

async function answer(request: ControlRequest, control: Control): Promise<Response> {
  mustBeOurPage(request.context)
  mustBeKnown(request, control)
  const text = control.body ? await bodyOf(request) : ''
  const body = control.body && readBody(text, control.body())
  if (control.body && !control.mayBeEmpty && text.trim() === '')
    throw new ControlError(
      'no_body',
      `The body is empty: nothing was done. What belongs into it: GET /_emulator/openapi.json`,
    )
  const value = await control.serve(request, body, { text, source: (...path) => within(readYaml('body', text), path) })
  return value instanceof Response ? value : json(value, 200)
}

/**
 * A mistyped `?project=` would be about another project, a mistyped filter would let everything through.
 * @throws ControlError
 */
function mustBeKnown({ context }: ControlRequest, { path, query = {} }: Control): void {
  const names = ['project', ...Object.keys(query)]
  for (const [name, value] of Object.entries(context.req.query())) {
    if (!names.includes(name))
      throw new ControlError(
        'unknown_query',
        `/_emulator${path} knows no ?${name}=.${didYouMean(name, names)} Known here: ${names.join(', ')}.`,
      )
    const words = query[name]?.words
    if (words && value !== '' && !words.includes(value))
      throw new ControlError(
        'unknown_query',
        `?${name}=${value} is not known here: expected ${oneOf(words)}.${didYouMean(value, words)}`,
      )
  }
}

/** @throws ControlError where it is too long: it is not read to its end */
async function bodyOf({ context, services: { maxControlBytes: most } }: ControlRequest): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = Number(header(context, 'content-length') ?? 0)
  if (bytes <= most) {
    bytes = 0
    for await (const chunk of context.req.raw.body ?? []) {
      bytes += chunk.length
      if (bytes > most) break
      chunks.push(chunk)
    }
  }
  if (bytes <= most) return Buffer.concat(chunks).toString()
  throw new ControlError(
    'body_too_large',
    `The body has more than the ${most} bytes that a control call may have. Send less, or allow more: createEmulator({ limits: { controlBytes } }).`,
  )
}

/** No such control: says which there are, or with which method. */
export function unknownControl(controls: Control[]): Handler {
  const words = [...new Set(controls.map(({ path }) => path.split('/')[1]!))].join(', ')
  return ({ req: { method, path } }: Context) => {
    const methods = controls.filter((control) => fits(control, path)).map((control) => control.method.toUpperCase())
    return failure(
      methods.length > 0
        ? new ControlError('unknown_control', `${path} takes ${methods.join(' or ')}, not ${method}.`, 405)
        : new ControlError(
            'unknown_control',
            `There is no ${method} ${path}. Below /_emulator there are: ${words}.`,
            404,
          ),
    )
  }
}

function fits({ path: pattern }: Control, path: string): boolean {
  return new RegExp(`^/_emulator${pattern.replace(/:\w+/g, '[^/]+')}$`).test(path)
}

function failure(thrown: unknown): Response {
  const { body, status, headers } = answerTo(thrown)
  return json(body, status, headers)
}

function json(value: unknown, status: number, headers: Record<string, string> = {}): Response {
  return new Response(pretty(value), { status, headers: { 'content-type': 'application/json', ...headers } })
}
