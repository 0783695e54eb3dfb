import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { controls } from '../../../src/http/control/index.ts'
import { describeControls } from '../../../src/http/control/openapi.ts'

export interface Document {
  [key: string]: unknown
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object>; responses: Record<string, object> }
}

export interface Operation {
  operationId: string
  summary: string
  parameters: { name: string; in: string; description?: string }[]
  requestBody?: { required: boolean; content: Record<string, { schema: object }> }
  responses: Record<'200', { description: string; content: Record<string, { schema: object }> }>
}

let known: { document: Document; ajv: Ajv2020 } | undefined

function documented() {
  if (known) return known
  const document = describeControls(controls) as Document
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(document, 'control')
  return (known = { document, ajv })
}

const pointer = (...path: string[]) =>
  `control#/${path.map((each) => encodeURIComponent(each.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`

/** What is wrong with an answer of the control API, as its own document has it; nothing if it is as described. */
export function flaws(method: string, path: string, status: number, answer: unknown): unknown[] {
  const { document, ajv } = documented()
  const pattern = Object.keys(document.paths).find(
    (each) =>
      method.toLowerCase() in document.paths[each]! &&
      new RegExp(`^${each.replace(/\{\w+\}/g, '[^/]+')}$`).test(path.replace(/\?.*/, '')),
  )
  const content = ['content', 'application/json', 'schema']
  const where =
    status === 200 && pattern !== undefined
      ? pointer('paths', pattern, method.toLowerCase(), 'responses', '200', ...content)
      : pointer('components', 'responses', 'Error', ...content)
  const validate = ajv.getSchema(where) as ValidateFunction
  return validate(answer) ? [] : (validate.errors ?? [])
}
