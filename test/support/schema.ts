import { existsSync, readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

const file = new URL('../../../shared/openapi/assistants.json', import.meta.url)

/** Whether the service's OpenAPI document is at hand. */
export const hasSchema = existsSync(file)

type Node = Record<string, unknown>

/**
 * Checks answers against the service's OpenAPI document. `closed`: a key that the document does not know is a mistake too.
 * Returns what is wrong with an answer, or '' if nothing is.
 */
export function responseChecker({ closed = false } = {}): (method: string, path: string, body: unknown) => string {
  const document = JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, Node>; components: Node }
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema({ $id: 'openapi', components: prepared(document.components, closed) as object })
  const compiled = new Map<string, ValidateFunction>()
  const patterns = Object.keys(document.paths).map(
    (path) => [new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`), path] as const,
  )
  // Fixed words come before parameters.
  patterns.sort(([, a], [, b]) => Number(a.includes('{')) - Number(b.includes('{')))

  return (method, path, body) => {
    const [, known] = patterns.find(([pattern]) => pattern.test(path)) ?? []
    const at = `${method.toLowerCase()} ${String(known)}`
    let validate = compiled.get(at)
    if (!validate) {
      const operation = document.paths[known!]?.[method.toLowerCase()] as Node | undefined
      const schema = find(operation, 'responses', '200', 'content', 'application/json', 'schema')
      if (!schema) return `${at}: not in the document`
      validate = ajv.compile(prepared(schema, closed) as object)
      compiled.set(at, validate)
    }
    return validate(body) ? '' : `${at}: ${ajv.errorsText(validate.errors, { separator: '\n' })}`
  }
}

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
