import type { ScenarioFile } from '../format/file.ts'
import type { Condition, OutputTest, SaidTest } from '../scenario.ts'
import { compile, type TextTest } from '../text_test.ts'
import type { Path } from '../yaml.ts'
import type { Report } from './report.ts'

type MatchFile = Exclude<NonNullable<ScenarioFile['match']>, unknown[]>
type TextFile = string | TextTest | (string | TextTest)[]
type OutputFile =
  string | (Omit<OutputTest, 'json'> & { json?: Record<string, number | boolean | TextFile> | undefined })
export type BranchFile = MatchFile & { tool_output?: OutputFile | OutputFile[] | undefined }

/** The conditions of a `match` or an `if` in their normal form: one set, or a list of which one must hold. */
export function toConditions(report: Report, path: Path, given: BranchFile | BranchFile[] | undefined): Condition[][] {
  const sets = given === undefined ? [] : Array.isArray(given) ? given : [given]
  return sets.map((set, n) => {
    const at = Array.isArray(given) ? [...path, n] : path
    const conditions = toSet(report, at, set)
    if (conditions.length === 0) report.add(at, 'this names no condition')
    return conditions
  })
}

function toSet(report: Report, path: Path, set: BranchFile): Condition[] {
  const { assistant, thread, tools, metadata } = set
  const { id, name, metadata: about } = typeof assistant === 'string' ? { name: assistant } : (assistant ?? {})
  const text = (
    at: Path,
    about: 'assistant_id' | 'assistant_name' | 'model' | 'instructions',
    given: TextFile | undefined,
  ): Condition[] => {
    if (given === undefined) return []
    const tests = toTests(report, [...path, ...at], given)
    return [{ label: `${about.replace('_', ' ')} ${spell(tests)}`, about, tests }]
  }
  const pairs = (
    at: Path,
    about: 'assistant_metadata' | 'metadata' | 'thread_metadata',
    given: Record<string, TextFile> | undefined,
  ): Condition[] =>
    Object.entries(given ?? {}).map(([key, value]) => {
      const tests = toTests(report, [...path, ...at, key], value)
      return { label: `${about.replace('_', ' ')} ${key} ${spell(tests)}`, about, key, tests }
    })
  const said = (about: 'last_message' | 'conversation'): Condition[] => {
    const given = set[about] as string | SaidTest | (string | SaidTest)[] | undefined
    if (given === undefined) return []
    const tests = toTests(report, [...path, about], given)
    return [{ label: `${about} ${spell(tests)}`, about, tests }]
  }
  return [
    ...text(['assistant', 'id'], 'assistant_id', id),
    ...text(['assistant', 'name'], 'assistant_name', name),
    ...pairs(['assistant', 'metadata'], 'assistant_metadata', about),
    ...text(['model'], 'model', set.model),
    ...text(['instructions'], 'instructions', set.instructions),
    ...(tools ?? []).map((tool): Condition => ({ label: `offers ${tool}`, about: 'tool', name: tool })),
    ...pairs(['metadata'], 'metadata', metadata),
    ...pairs(['thread', 'metadata'], 'thread_metadata', thread?.metadata),
    ...said('last_message'),
    ...said('conversation'),
    ...(['attachments', 'images'] as const).flatMap((about): Condition[] => {
      const present = set[about]
      return present === undefined ? [] : [{ label: `${about}: ${present}`, about, present }]
    }),
    ...toOutputs(report, [...path, 'tool_output'], set.tool_output),
  ]
}

function toOutputs(report: Report, path: Path, given: OutputFile | OutputFile[] | undefined): Condition[] {
  if (given === undefined) return []
  const tests = (Array.isArray(given) ? given : [given]).map((one, n): OutputTest => {
    if (typeof one === 'string') return { equals: one }
    const at = Array.isArray(given) ? [...path, n] : path
    const { json, ...rest } = one
    mustCompile(report, at, rest)
    const fields =
      json &&
      Object.entries(json).map(([field, value]) => ({
        path: field,
        tests: toTests(report, [...at, 'json', field], typeof value === 'object' ? value : String(value)),
      }))
    return { ...rest, ...(fields && { json: fields }) }
  })
  return [{ label: `tool_output ${spell(tests)}`, about: 'tool_output', tests }]
}

/** A bare text means: equals. */
export function toTests<T extends TextTest>(report: Report, path: Path, given: string | T | (string | T)[]): T[] {
  const tests = (Array.isArray(given) ? given : [given]).map((one) =>
    typeof one === 'string' ? ({ equals: one } as T) : one,
  )
  tests.forEach((test, n) => {
    const at = Array.isArray(given) ? [...path, n] : path
    if (Object.keys(test).length === 0) report.add(at, 'this tests nothing: write equals, contains, glob or regex')
    mustCompile(report, at, test)
  })
  return tests
}

function mustCompile(report: Report, path: Path, { regex }: TextTest): void {
  if (regex === undefined) return
  try {
    compile(regex)
  } catch (error) {
    report.add([...path, 'regex'], (error as Error).message)
  }
}

function spell(tests: OutputTest[]): string {
  const one = ({ json, ...test }: OutputTest) =>
    [
      ...Object.entries(test).map(([word, value]) => `${word} ${JSON.stringify(value)}`),
      ...(json ?? []).map(({ path, tests: inner }) => `json ${path} ${spell(inner)}`),
    ].join(' and ')
  return tests.map(one).join(' or ')
}
