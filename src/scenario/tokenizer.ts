import { createRequire } from 'node:module'
import { split } from '../run/tokens.ts'
import type { Tokenizer } from './scenario.ts'

const require = createRequire(import.meta.url)

/** A piece of text that streams as one delta, and how many tokens it counts. */
export interface Token {
  value: string
  tokens: number
}

export type Splitter = (text: string) => Token[]

const pieces: Splitter = (text) => split(text).map((value) => ({ value, tokens: 1 }))

/**
 * How a scenario's texts are cut and counted: by our own splitter, or as the real encodings do.
 * @throws Error if the package that knows them is not installed.
 */
export function splitter(tokenizer: Tokenizer | null): Splitter {
  return tokenizer === null ? pieces : encoding(tokenizer)
}

export function tokenizerProblem(tokenizer: Tokenizer): string | undefined {
  try {
    require.resolve(`gpt-tokenizer/encoding/${tokenizer}`)
    return undefined
  } catch {
    return `tokenizer: ${tokenizer} needs the package gpt-tokenizer. Run: npm install --save-dev gpt-tokenizer`
  }
}

function encoding(tokenizer: Tokenizer): Splitter {
  const { encode, decode } = require(
    `gpt-tokenizer/encoding/${tokenizer}`,
  ) as typeof import('gpt-tokenizer/encoding/o200k_base')
  return (text) => {
    const result: Token[] = []
    let open: number[] = []
    for (const token of encode(text)) {
      open.push(token)
      const value = decode(open)
      // A character may be spread over several tokens; it is shown when it is whole.
      if (value.includes('\uFFFD')) continue
      result.push({ value, tokens: open.length })
      open = []
    }
    if (open.length > 0) result.push({ value: decode(open), tokens: open.length })
    return result
  }
}
