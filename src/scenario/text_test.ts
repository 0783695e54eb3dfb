import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** All that is given must hold. */
export interface TextTest {
  equals?: string | undefined
  contains?: string | undefined
  glob?: string | undefined
  regex?: string | undefined
}

type Pattern = import('re2js').RE2JS

/** Patterns that always take linear time, whatever text a client sends. Compiled once, loaded when the first one is met. */
const compiled = new Map<string, Pattern>()
/** The oldest make room: control calls may bring ever new ones. */
const mostCompiled = 1000

/** @throws Error that says what is wrong with the expression. */
export function compile(regex: string): Pattern {
  let pattern = compiled.get(regex)
  if (!pattern) {
    const { RE2JS } = require('re2js') as typeof import('re2js')
    try {
      pattern = RE2JS.compile(regex)
    } catch (error) {
      throw new Error(
        `${(error as Error).message.replace('error parsing regexp: ', '')}: expressions have RE2 syntax, without look-around and back-references`,
      )
    }
    if (compiled.size >= mostCompiled) compiled.delete(compiled.keys().next().value!)
    compiled.set(regex, pattern)
  }
  return pattern
}

/** Whether a text is as the test says; no text is like nothing. */
export function fits({ equals, contains, glob, regex }: TextTest, text: string | null | undefined): boolean {
  if (text === null || text === undefined) return false
  return (
    (equals === undefined || text === equals) &&
    (contains === undefined || text.includes(contains)) &&
    (glob === undefined || compile(globToRegex(glob)).matcher(text).matches()) &&
    (regex === undefined || compile(regex).matcher(text).find())
  )
}

export function globToRegex(glob: string): string {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return `(?s)${escaped.replaceAll('*', '.*').replaceAll('?', '.')}`
}
