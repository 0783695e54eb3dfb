import { createRequire } from 'node:module'
import type { AST } from '@eslint-community/regexpp'
import type { Faker } from './faker.ts'

const require = createRequire(import.meta.url)

const longest = 2000
const letters = Array.from({ length: 95 }, (_, n) => 32 + n)

/**
 * A text that a regular expression finds itself in; undefined where the expression is none, or asks for too much. Loops are run a few
 * times, or as often as it takes to come to `length`.
 */
export function textLike(pattern: string, faker: Faker, length = 0): string | undefined {
  const { RegExpParser } = require('@eslint-community/regexpp') as typeof import('@eslint-community/regexpp')
  const parser = new RegExpParser()
  for (const unicode of [true, false])
    try {
      const parsed = parser.parsePattern(pattern, 0, pattern.length, { unicode })
      const writer = new Writer(faker, length)
      writer.oneOf(parsed.alternatives)
      return writer.text.length <= longest ? writer.text : undefined
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
    }
  return undefined
}

class Writer {
  text = ''
  readonly #faker: Faker
  readonly #length: number
  readonly #groups = new Map<AST.CapturingGroup, string>()

  constructor(faker: Faker, length: number) {
    this.#faker = faker
    this.#length = length
  }

  oneOf(alternatives: AST.Alternative[]): void {
    for (const element of this.#faker.helpers.arrayElement(alternatives).elements) this.#write(element)
  }

  #write(element: AST.Element): void {
    if (this.text.length > longest) return
    switch (element.type) {
      case 'Character':
        this.text += String.fromCodePoint(element.value)
        return
      case 'CharacterSet':
      case 'CharacterClass':
        this.text += this.#character(element)
        return
      case 'Group':
        return this.oneOf(element.alternatives)
      case 'CapturingGroup': {
        const from = this.text.length
        this.oneOf(element.alternatives)
        this.#groups.set(element, this.text.slice(from))
        return
      }
      case 'Quantifier':
        return this.#repeat(element)
      case 'Backreference': {
        const [group] = [element.resolved].flat()
        this.text += (group && this.#groups.get(group)) ?? ''
        return
      }
      default:
        // An assertion stands for no letters of its own.
        return
    }
  }

  #repeat({ element, min, max }: AST.Quantifier): void {
    const few = Math.min(max, min + 3)
    const times = this.#length > 0 ? Math.min(max, this.#length) : this.#faker.number.int({ min, max: few })
    for (let n = 0; n < times && this.text.length <= longest; n++) {
      if (n >= min && this.#length > 0 && this.text.length >= this.#length) return
      this.#write(element)
    }
  }

  #character(set: AST.CharacterSet | AST.CharacterClass): string {
    // The parser has read it: so can the engine, which knows all classes and properties.
    const test = new RegExp(`^${set.raw}$`, 'u')
    const plain = letters.map((code) => String.fromCodePoint(code)).filter((letter) => test.test(letter))
    const word = plain.filter((letter) => /[\p{L}\p{N}]/u.test(letter))
    if (plain.length > 0) return this.#faker.helpers.arrayElement(word.length > 0 ? word : plain)
    const first = set.type === 'CharacterClass' ? set.elements[0] : undefined
    if (first?.type === 'Character') return String.fromCodePoint(first.value)
    if (first?.type === 'CharacterClassRange') return String.fromCodePoint(first.min.value)
    return ['\n', 'é', '東', '🎉'].find((letter) => test.test(letter)) ?? ''
  }
}
