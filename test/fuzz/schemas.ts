import { existsSync, readFileSync } from 'node:fs'

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

type Paths = Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>

/** A document that schemas refer into. */
export class Schemas {
  readonly #document: object | undefined

  constructor(path: string) {
    const file = new URL(path, import.meta.url)
    this.#document = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : undefined
  }

  get root(): Schema | undefined {
    return this.#document
  }

  resolved(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema
    const [, ...keys] = schema.$ref.split('/')
    return this.resolved(
      keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], this.#document) as Schema,
    )
  }

  /** What it says about the body of an operation; undefined where it is not at hand, or there is no body. */
  body(method: string, path: string): Schema | undefined {
    const { paths = {} } = (this.#document ?? {}) as { paths?: Paths }
    const wanted = path.replace(/:\w+/g, '{}')
    const found = Object.entries(paths).find(([known]) => known.replace(/\{\w+\}/g, '{}') === wanted)
    return found?.[1][method]?.requestBody?.content['application/json']?.schema
  }
}

/** The service's own document, which is not everywhere at hand. */
export const api = new Schemas('../../../shared/openapi/assistants.json')
/** What a scenario may say. */
export const scenario = new Schemas('../../scenario.schema.json')
