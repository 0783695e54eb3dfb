import { existsSync, readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'

const file = new URL('../../../shared/openapi/assistants.json', import.meta.url)

/** Whether the service's OpenAPI document is at hand. */
export const hasDocument = existsSync(file)

/** A schema of the document, or a part of one. */
export interface Schema {
  [key: string]: unknown
  $ref?: string
  properties?: Record<string, Schema>
}

export interface Operation {
  operationId: string
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}

interface Document {
  /** By path with its parameters left blank, then by method in lower case. */
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

let read: Document | undefined

export function openapi(): Document {
  return (read ??= JSON.parse(readFileSync(file, 'utf8')) as Document)
}

let byRoute: Map<string, Operation> | undefined

/** All operations, by what we call their route: `GET /threads/:/runs`. */
export function operations(): ReadonlyMap<string, Operation> {
  return (byRoute ??= new Map(
    Object.entries(openapi().paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [nameless(`${method.toUpperCase()} ${path}`), operation]),
    ),
  ))
}

/** A route without the names of its parameters: the document has other names than we. */
export function nameless(route: string): string {
  return route.replace(/\{\w+\}|:\w+/g, ':')
}

/** One thing in an answer that the document does not say. */
export interface Mismatch {
  /** What kind of object it is about: the innermost that has a word for it; else the name of the event, or of what was validated. */
  object: string
  /** Where in that object, such as `tools[].function.strict`. */
  at: string
  /** `extra`: the document does not know the key. `missing`: it must be there. `null`: it must not be. Else the word of JSON Schema. */
  is: string
  /** All of it in words, with the path in the whole answer. */
  says: string
  /** The object that it is about. */
  owner: unknown
}

const validators = new Map<string, ValidateFunction>()
let ajv: Ajv2020 | undefined

/** What a value has that a schema of the document does not say; no key may be more, and none less. `name` names the schema. */
export function mismatches(name: string, schema: Schema, value: unknown): Mismatch[] {
  let validate = validators.get(name)
  if (!validate) {
    ajv ??= new Ajv2020({ strict: false, validateFormats: false, allErrors: true, verbose: true })
    if (!ajv.getSchema('openapi')) ajv.addSchema({ $id: 'openapi', components: strict(openapi().components) as Schema })
    validators.set(name, (validate = ajv.compile(strict(schema) as Schema)))
  }
  if (validate(value)) return []
  // That a branch was taken says nothing beside what is wrong in it.
  return validate.errors!.filter(({ keyword }) => keyword !== 'if').map((error) => mismatch(name, value, error))
}

function mismatch(name: string, value: unknown, { keyword, instancePath, params, message, data }: ErrorObject) {
  const key = (params.additionalProperty ?? params.missingProperty) as string | undefined
  const path = [...instancePath.split('/').slice(1).map(unescaped), ...(key === undefined ? [] : [key])]
  let object = name
  let from = 0
  let at: unknown = value
  let owner: unknown
  path.forEach((step, n) => {
    const { object: word, event } = (at ?? {}) as { object?: unknown; event?: unknown }
    if (typeof word === 'string') [object, from, owner] = [word, n, at]
    else if (typeof event === 'string' && n === 0) object = event
    at = (at as Schema | undefined)?.[step]
  })
  const is =
    { additionalProperties: 'extra', required: 'missing', type: data === null ? 'null' : 'type' }[keyword] ?? keyword
  const wants = is === 'extra' ? 'the document knows no such key' : is === 'missing' ? 'the key is missing' : message
  const allowed = keyword === 'enum' ? `: ${String(params.allowedValues)}` : ''
  const has = is === 'missing' ? '' : `, it is ${short(at)}`
  return { object, at: joined(path.slice(from)), is, says: `${joined(path, true)}: ${wants}${allowed}${has}`, owner }
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~')
}

function joined(path: string[], numbered = false): string {
  return path.reduce((text, step) => {
    if (/^\d+$/.test(step)) return `${text}[${numbered ? step : ''}]`
    return text ? `${text}.${step}` : step
  }, '')
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

/**
 * OpenAPI's dialect as JSON Schema that lets nothing pass: objects are closed, `nullable` is said, and of branches that a constant tells
 * apart only the one that is meant is looked at.
 */
function strict(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(strict)
  if (typeof node !== 'object' || node === null) return node
  const { nullable, discriminator: _, oneOf, anyOf, ...rest } = node as Schema
  const schema = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === '$ref' ? String(value).replace('#/', 'openapi#/') : strict(value),
    ]),
  )
  const branches = (oneOf ?? anyOf) as Schema[] | undefined
  if (branches) Object.assign(schema, union(branches))
  if (rest.properties && rest.additionalProperties === undefined)
    Object.assign(schema, { type: 'object', additionalProperties: false })
  return nullable === true || allowsNull(schema) ? orNull(schema) : schema
}

/** `allOf: [X, { nullable: true }]` means that it may be null, which X forbids. */
function allowsNull({ allOf }: Schema): boolean {
  return Array.isArray(allOf) && allOf.some((each: Schema) => each.else && Object.keys(each.else).length === 0)
}

function orNull(schema: unknown): Schema {
  return { if: { type: 'null' }, else: schema }
}

function union(given: Schema[]): Schema {
  const branches = given.flatMap(flat)
  const some = branches.filter(({ type }) => type !== 'null')
  const objects = some.filter(({ properties }) => properties)
  const others = some.filter((branch) => !objects.includes(branch)).map(strict)
  const rest = others.length === 1 ? (others[0] as Schema) : { anyOf: others }
  const whole =
    objects.length === 0
      ? rest
      : others.length === 0
        ? byTag(objects)
        : { if: { type: 'object' }, then: byTag(objects), else: rest }
  return some.length < branches.length ? orNull(whole) : whole
}

/** What a schema that only refers to another refers to. */
export function resolved(schema: Schema): Schema {
  return schema.$ref === undefined ? schema : openapi().components.schemas[schema.$ref.split('/').at(-1)!]!
}

/** Branches of branches are branches; references are followed to see what is behind them. */
function flat(branch: Schema): Schema[] {
  const schema = resolved(branch)
  const inner = (schema.oneOf ?? schema.anyOf) as Schema[] | undefined
  return inner && !schema.properties ? inner.flatMap(flat) : [schema]
}

function byTag(objects: Schema[]): Schema {
  if (objects.length === 1) return strict(objects[0]) as Schema
  const tag = ['type', 'event'].find((key) => objects.every((each) => constant(each, key) !== undefined))
  if (!tag) return { anyOf: objects.map(strict) }
  const values = objects.map((each) => constant(each, tag))
  return {
    type: 'object',
    required: [tag],
    properties: { [tag]: { enum: values } },
    allOf: objects.map((each, n) => ({ if: { properties: { [tag]: { const: values[n] } } }, then: strict(each) })),
  }
}

function constant({ properties }: Schema, key: string): unknown {
  const { enum: values } = (properties?.[key] ?? {}) as { enum?: unknown[] }
  return values?.length === 1 ? values[0] : undefined
}
