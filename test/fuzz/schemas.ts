import { existsSync, readFileSync } from 'node:fs'

const file = new URL('../../../shared/openapi/assistants.json', import.meta.url)

export type Schema = {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
}

interface Document {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>
  components: { schemas: Record<string, Schema> }
}

const document = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Document) : undefined

/** What the service's document says about the body of an operation; undefined where it is not at hand, or there is no body. */
export function bodySchema(method: string, path: string): Schema | undefined {
  const wanted = path.replace(/:\w+/g, '{}')
  const found = Object.entries(document?.paths ?? {}).find(([known]) => known.replace(/\{\w+\}/g, '{}') === wanted)
  return found?.[1][method]?.requestBody?.content['application/json']?.schema
}

export function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : resolved(document!.components.schemas[name]!)
}
