import { check } from '../scenario/check.ts'
import { isDeeper } from '../scenario/depth.ts'
import { ScenarioError } from '../scenario/problems.ts'
import { objectSource } from '../scenario/object.ts'
import { readYaml } from '../scenario/yaml.ts'
import { safeParse, type z } from '../scenario/zod.ts'
import { ControlError } from './control_error.ts'

/** What is longer, must be JSON. */
const longestYaml = 1_000_000
/** Scenarios may have half as many, and a state holds them some levels down. */
const mostLevels = 400

/**
 * The body of a control request, or a file of the same, JSON or YAML, checked; none at all is an empty mapping.
 * @throws ControlError with line and column of what is wrong
 */
export function readBody<T>(text: string, schema: z.ZodType<T>, file = 'body'): T {
  const fast = quickly(text, schema, file)
  if (fast) return fast.value
  try {
    const source = text.length > longestYaml ? objectSource(file, JSON.parse(text)) : readYaml(file, text)
    return check({ ...source, data: source.data ?? {} }, schema)
  } catch (error) {
    if (error instanceof ScenarioError) throw new ControlError('invalid_body', error.message)
    if (error instanceof SyntaxError) throw new ControlError('invalid_body', `${file}: ${error.message}`)
    throw error
  }
}

/** JSON that is as it should be, which a large document most likely is, needs no lines and columns. */
function quickly<T>(text: string, schema: z.ZodType<T>, file: string): { value: T } | undefined {
  let data: unknown
  try {
    data = text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    return undefined
  }
  if (isDeeper(data, mostLevels))
    throw new ControlError('invalid_body', `${file}: this is nested more than ${mostLevels} levels deep`)
  // The schema library leaves out what is called `__proto__`, which is data like any other.
  const special = text.includes('"__proto__"')
  const result = safeParse(schema, special ? renamed(data, '__proto__', stand) : data)
  if (!result.success) return undefined
  return { value: special ? (renamed(result.data, stand, '__proto__') as T) : result.data }
}

const stand = '\0__proto__'

function renamed(data: unknown, from: string, to: string): unknown {
  if (typeof data !== 'object' || data === null) return data
  if (Array.isArray(data)) return data.map((item) => renamed(item, from, to))
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key === from ? to : key, renamed(value, from, to)]),
  )
}
