import { version } from '../../package.ts'
import { type Control, defineControl } from './control.ts'
import { jsonSchema } from './json_schema.ts'

/** The OpenAPI document of all controls, made from what the routes are made from. */
export function describeControls(controls: Control[]): object {
  const paths: Record<string, Record<string, object>> = {}
  const bodies = new Map(controls.flatMap((control) => (control.body ? [[control, bodyName(control, controls)]] : [])))
  for (const control of controls)
    (paths[pathOf(control)] ??= {})[control.method] = operation(control, bodies.get(control))
  return {
    openapi: '3.1.0',
    info: {
      title: 'run-emulator control API',
      version: version(),
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'Controls the emulator itself. Every operation is about the project that `?project=NAME` names, else about that of the caller: the header OpenAI-Project, or a key sk-emulator-NAME; else about the project `default`. Bodies are JSON or YAML.',
    },
    servers: [{ url: '/_emulator' }],
    security: [],
    paths,
    components: {
      schemas: {
        ...Object.fromEntries([...bodies].map(([{ body }, name]) => [name, jsonSchema(body!(), 'input')])),
        ...Object.fromEntries(controls.map(({ result: [name, schema] }) => [name, jsonSchema(schema(), 'output')])),
        Error: errorSchema,
      },
      responses: {
        Error: {
          description: "What was wrong, in the envelope of the service's errors; its type is `run_emulator_error`.",
          content: { 'application/json': { schema: ref('schemas/Error') } },
        },
      },
    },
  }
}

/** The document describes itself, too. */
export const openapi = (controls: () => Control[]) =>
  defineControl({
    method: 'get',
    path: '/openapi.json',
    about: 'none',
    result: ['Document', (z) => z.looseObject({ openapi: z.string(), paths: z.looseObject({}) })],
    summary: 'This document.',
    answer: 'An OpenAPI 3.1 document.',
    serve: () => describeControls(controls()),
  })

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['message', 'type', 'param', 'code'],
      properties: {
        message: { type: 'string', description: 'What failed, why, and what to do.' },
        type: { const: 'run_emulator_error' },
        param: { type: 'null' },
        code: { type: 'string', description: 'A word for programs, such as `unknown_run`.' },
      },
    },
  },
}

const ref = (to: string) => ({ $ref: `#/components/${to}` })

/** What is sent as it was answered has one name. */
function bodyName(control: Control, controls: Control[]): string {
  const schema = control.body!()
  const same = controls.find(({ result: [, answered] }) => answered() === schema)
  const id = operationId(control)
  return same?.result[0] ?? `${id[0]!.toUpperCase()}${id.slice(1)}Body`
}

const parameter = /:(\w+)/g

function pathOf({ path }: Pick<Control, 'path'>): string {
  return path.replace(parameter, '{$1}')
}

const projectSays = {
  each: 'The project, or `*` for all: then `projects` has an answer for each, by name.',
  together: 'The project, or `*` for all together.',
  server: 'The project, or `*` for what the server has and all projects share.',
  one: 'The project.',
}

function operationId({ method, path }: Pick<Control, 'method' | 'path'>): string {
  return `${method}${pathOf({ path }).replace(/\W+(\w)?/g, (_, next: string) => (next ?? '').toUpperCase())}`
}

function operation(control: Control, bodyName: string | undefined): object {
  const { path, summary, about, query = {}, mayBeEmpty = false, answer, result, texts = [] } = control
  const inPath = [...path.matchAll(parameter)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const project: NonNullable<Control['query']> = about === 'none' ? {} : { project: { says: projectSays[about] } }
  const inQuery = Object.entries({ ...project, ...query }).map(([name, { says, words }]) => ({
    name,
    in: 'query',
    description: says,
    schema: { type: 'string', ...(words && { enum: words }) },
  }))
  const given = bodyName === undefined ? undefined : { schema: ref(`schemas/${bodyName}`) }
  return {
    operationId: operationId(control),
    summary,
    parameters: [...inPath, ...inQuery],
    ...(given && {
      requestBody: {
        required: !mayBeEmpty,
        content: { 'application/json': given, 'application/yaml': given },
      },
    }),
    responses: {
      200: {
        description: answer,
        content: {
          'application/json': { schema: answered(about, ref(`schemas/${result[0]}`)) },
          ...Object.fromEntries(texts.map((type) => [type, { schema: { type: 'string' } }])),
        },
      },
      default: ref('responses/Error'),
    },
  }
}

function answered(about: Control['about'], schema: object): object {
  if (about !== 'each') return schema
  const byName = { type: 'object', additionalProperties: schema }
  return {
    oneOf: [
      schema,
      { type: 'object', required: ['projects'], additionalProperties: false, properties: { projects: byName } },
    ],
  }
}
