// Scripts that set no spaces between words, or hang endings on them.
const scripts = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar']
const unspaced = `[${scripts.map((name) => `\\p{Script=${name}}`).join('')}ー]`
const isUnspaced = new RegExp(unspaced, 'u')
const runs = new RegExp(`${unspaced}+|(?:(?!${unspaced})[\\p{L}\\p{N}])+`, 'gu')

/** The words of a text, in lower case. Where a script does not tell words apart, each two letters that stand together are one. */
export function words(text: string): string[] {
  const lower = text.toLowerCase()
  if (!isUnspaced.test(lower)) return lower.match(/[\p{L}\p{N}]+/gu) ?? []
  return (lower.match(runs) ?? []).flatMap((run) => (isUnspaced.test(run) ? pairs([...run]) : run))
}

function pairs(letters: string[]): string[] {
  return letters.length === 1 ? letters : letters.slice(1).map((letter, n) => letters[n]! + letter)
}

// Words that say nothing of what is asked for.
const idle = new Set(
  'a about all also an and any are as at be been but by can could d did do does file files for from give had has have how i if in into is it its let ll m may me my no not of on or our please re s say says should show so some t tell than that the their them then there these they this those to use using ve want was we were what when where which who whose why will with would you your'.split(
    ' ',
  ),
)

/** The words of a question that are worth looking for, each once; all of its words if none is. */
export function keywords(question: string): string[] {
  const all = [...new Set(words(question))]
  const telling = all.filter((word) => !idle.has(word))
  return telling.length > 0 ? telling : all
}

/** A question as it is looked for: its telling words, or as it stands where its script does not set words apart. */
export function rewritten(question: string): string {
  return isUnspaced.test(question) ? question : keywords(question).join(' ') || question
}
