import { version } from '../../package.ts'
import { toJSONSchema } from '../../scenario/zod.ts'
import { type Control, defineControl } from './control.ts'

/** The OpenAPI document of all controls, made from what the routes are made from. */
export function describeControls(controls: Control[]): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const control of controls) (paths[pathOf(control)] ??= {})[control.method] = operation(control)
  return {
    openapi: '3.1.0',
    info: {
      title: 'run-emulator control API',
      version: version(),
      description:
        'Controls the emulator itself. Every operation is about the project that `?project=NAME` names, or all with `?project=*`; else about the project of the caller, by the header OpenAI-Project or a key sk-emulator-NAME; else about the default project. Bodies are JSON or YAML.',
    },
    servers: [{ url: '/_emulator' }],
    paths,
    components: { responses: { Error: errorResponse } },
  }
}

/** The document describes itself, too. */
export const openapi = (controls: () => Control[]) =>
  defineControl({
    method: 'get',
    path: '/openapi.json',
    summary: 'This document.',
    answer: 'An OpenAPI 3.1 document.',
    serve: () => describeControls(controls()),
  })

const errorResponse = {
  description: "What was wrong, in the envelope of the service's errors; its type is `run_emulator_error`.",
  content: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['error'],
        properties: {
          error: {
            type: 'object',
            required: ['message', 'type', 'param', 'code'],
            properties: {
              message: { type: 'string' },
              type: { const: 'run_emulator_error' },
              param: { type: 'null' },
              code: { type: 'string' },
            },
          },
        },
      },
    },
  },
}

const parameter = /:(\w+)/g

function pathOf({ path }: Control): string {
  return path.replace(parameter, '{$1}')
}

function operation({ method, path, summary, query = {}, body, answer }: Control): object {
  const inPath = [...path.matchAll(parameter)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const inQuery = Object.entries({ project: 'The project, or `*` for all.', ...query }).map(([name, description]) => ({
    name,
    in: 'query',
    description,
    schema: { type: 'string' },
  }))
  const schema = body && toJSONSchema(body(), { io: 'input', unrepresentable: 'any' })
  return {
    operationId: `${method}${pathOf({ path } as Control).replace(/\W+(\w)?/g, (_, next: string) => (next ?? '').toUpperCase())}`,
    summary,
    parameters: [...inPath, ...inQuery],
    ...(schema && {
      requestBody: { content: { 'application/json': { schema }, 'application/yaml': { schema } } },
    }),
    responses: {
      200: { description: answer },
      default: { $ref: '#/components/responses/Error' },
    },
  }
}
