import { existsSync, readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

const file = new URL('../../../shared/openapi/assistants.json', import.meta.url)

/** Whether the service's OpenAPI document is at hand. */
export const hasSchema = existsSync(file)

type Node = Record<string, unknown>

interface Options {
  /** A key that the document does not know is a mistake too. */
  closed?: boolean
}

export interface Checker {
  /** What is wrong with an answer, or '' if nothing is. */
  response(method: string, path: string, body: unknown): string
  /** What is wrong with the data of a stream's event, or '' if nothing is. */
  event(name: string, data: unknown): string
}

/** Checks answers against the service's OpenAPI document. */
export function checker({ closed = false }: Options = {}): Checker {
  const document = JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, Node>; components: Node }
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema({ $id: 'openapi', components: prepared(document.components, closed) as object })
  const compiled = new Map<string, ValidateFunction>()
  const patterns = Object.keys(document.paths).map(
    (path) => [new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`), path] as const,
  )
  // Fixed words come before parameters.
  patterns.sort(([, a], [, b]) => Number(a.includes('{')) - Number(b.includes('{')))

  const complaints = (at: string, schema: unknown, value: unknown): string => {
    if (!schema) return `${at}: not in the document`
    let validate = compiled.get(at)
    if (!validate) {
      validate = ajv.compile(prepared(schema, closed) as object)
      compiled.set(at, validate)
    }
    return validate(value) ? '' : `${at}: ${ajv.errorsText(validate.errors, { separator: '\n' })}`
  }
  return {
    response(method, path, body) {
      const [, known = path] = patterns.find(([pattern]) => pattern.test(path)) ?? []
      const operation = document.paths[known]?.[method.toLowerCase()]
      const schema = find(operation, 'responses', '200', 'content', 'application/json', 'schema')
      return complaints(`${method.toLowerCase()} ${known}`, schema, body)
    },
    event(name, data) {
      const [, object] = eventObjects.find(([prefix]) => name.startsWith(prefix)) ?? []
      return complaints(name, object && { $ref: `#/components/schemas/${object}` }, data)
    },
  }
}

const eventObjects = [
  ['thread.created', 'ThreadObject'],
  ['thread.run.step.delta', 'RunStepDeltaObject'],
  ['thread.run.step.', 'RunStepObject'],
  ['thread.run.', 'RunObject'],
  ['thread.message.delta', 'MessageDeltaObject'],
  ['thread.message.', 'MessageObject'],
] as const

function find(node: unknown, ...path: string[]): unknown {
  return path.reduce((at, key) => (at as Node | undefined)?.[key], node)
}

/** OpenAPI's dialect as JSON Schema: `nullable`, references into the document, and objects closed where wanted. */
function prepared(node: unknown, closed: boolean): unknown {
  if (Array.isArray(node)) return node.map((each) => prepared(each, closed))
  if (typeof node !== 'object' || node === null) return node
  const { nullable, discriminator: _, ...rest } = node as Node
  const schema = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === '$ref' ? String(value).replace('#/', 'openapi#/') : prepared(value, closed),
    ]),
  )
  if (closed && schema.properties && schema.type === 'object' && schema.additionalProperties === undefined)
    schema.additionalProperties = false
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema
}
