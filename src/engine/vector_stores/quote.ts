import { keywords, words } from './words.ts'

const longest = 160

/** Of a passage the line or sentence that says most of what the question asks, as it stands there, cut if it is very long. */
export function quote(passage: string, question: string): string {
  const weights = weigh(question)
  const sentences = passage
    .split(/\n+|(?<=[.!?])\s+|(?<=[。！？])/u)
    .map((sentence) => sentence.replace(/^[\s>#*•-]+|\s+$/gu, ''))
    .filter((sentence) => words(sentence).length > 0)
  const fit = (sentence: string) =>
    [...new Set(words(sentence))].reduce((sum, word) => sum + (weights.get(word) ?? 0), 0)
  const best = sentences.reduce((a, b) => (fit(b) > fit(a) ? b : a), sentences[0] ?? '')
  return best.length > longest ? best.slice(0, longest).trimEnd() : best
}

/** Names and numbers say more than other words. */
function weigh(question: string): Map<string, number> {
  const telling = new Set(words((question.match(/(?<=\s)[\p{Lu}\p{N}][\p{L}\p{N}]*/gu) ?? []).join(' ')))
  return new Map(keywords(question).map((word) => [word, telling.has(word) ? 3 : 1]))
}
