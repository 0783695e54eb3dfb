import type { FunctionTool, ResponseFormat, Tool } from '../../run/objects.ts'
import { hash, seeded } from './faker.ts'
import { inventJson } from './json.ts'

/** What inventions depend on: the same prompt under the same seed gives the same words, whatever ids the objects have. */
export interface Prompt {
  seed: string
  model: string
  instructions: string | null
  question: string
  /** Counts the inventions within a run, so that they differ. */
  n: number
}

const prompting = ({ seed, model, instructions, question, n }: Prompt) =>
  seeded(hash(seed, model, instructions ?? '', question, String(n)))

/** An answer in the wanted format: prose that quotes the question, what the tools said and `quotes`, or JSON that fits. */
export function inventAnswer(
  prompt: Prompt,
  format: ResponseFormat,
  outputs: { name: string; output: string }[],
  quotes: string[] = [],
): string {
  const faker = prompting(prompt)
  const schema = format !== 'auto' && format.type === 'json_schema' ? format.json_schema.schema : undefined
  if (schema) return JSON.stringify(inventJson(schema, faker))
  if (format !== 'auto' && format.type !== 'text') return JSON.stringify({ answer: faker.hacker.phrase() })
  const quoted = prompt.question.replace(/\s+/g, ' ').trim()
  const opening = quoted ? `This is an invented answer to "${shorten(quoted)}".` : 'This is an invented answer.'
  const findings = outputs.map(({ name, output }) => `${name} says: ${shorten(output)}.`)
  return [opening, ...findings, ...quotes, faker.hacker.phrase()].join(' ')
}

/** Arguments for a function, as the JSON text that the API carries. */
export function inventArguments(prompt: Prompt, name: string, tools: Tool[]): string {
  const tool = tools.find((each): each is FunctionTool => each.type === 'function' && each.function.name === name)
  const parameters = tool?.function.parameters
  return parameters ? JSON.stringify(inventJson(parameters, prompting(prompt)) ?? {}) : '{}'
}

/** The offered function that shares most words with the question; the first one where none shares any; undefined without functions. */
export function likelyFunction(question: string, tools: Tool[]): string | undefined {
  const asked = words(question)
  const scored = tools
    .filter((tool): tool is FunctionTool => tool.type === 'function')
    .map(({ function: { name, description } }) => ({
      name,
      score: [...words(`${name} ${description ?? ''}`)].filter((word) => asked.has(word)).length,
    }))
  return scored.reduce<(typeof scored)[number] | undefined>(
    (best, each) => (best && best.score >= each.score ? best : each),
    undefined,
  )?.name
}

function words(text: string): Set<string> {
  return new Set(
    text
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .toLowerCase()
      .match(/\p{L}{3,}/gu),
  )
}

function shorten(text: string): string {
  const letters = text.length > 120 ? [...text] : []
  return letters.length > 120 ? `${letters.slice(0, 117).join('')}...` : text
}
