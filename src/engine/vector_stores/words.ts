/** The words of a text, in lower case. */
export function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
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
