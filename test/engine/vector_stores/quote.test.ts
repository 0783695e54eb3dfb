import { expect, test } from 'vitest'
import { quote } from '../../../src/engine/vector_stores/quote.ts'
import { keywords, rewritten } from '../../../src/engine/vector_stores/words.ts'

test('the sentence that says most of what is asked is quoted as it stands', () => {
  const passage = 'Returns are free. Refunds are paid within 14 days of the return! Shipping costs 5 euro.'
  expect(quote(passage, 'When are refunds paid after a return?')).toBe('Refunds are paid within 14 days of the return!')
  expect(quote(passage, 'How much is shipping?')).toBe('Shipping costs 5 euro.')
})

test('names count more than other words, and the bullet is left out', () => {
  expect(quote('Favorite foods of people:\n- Effie: pizza\n- Filip: cake', "What is Filip's favorite of foods?")).toBe(
    'Filip: cake',
  )
})

test('sentences may end without a space', () => {
  expect(quote('企鹅会游泳。它们住在南极！', '它们住在哪里？')).toBe('它们住在南极！')
})

test('where nothing fits it is the first sentence, cut if it is long', () => {
  expect(quote('First. Second.', 'Nothing of that?')).toBe('First.')
  expect(quote('word '.repeat(100), 'x')).toHaveLength(159)
  expect(quote('***', 'x')).toBe('')
})

test('idle words are not looked for, unless there are no others', () => {
  expect(keywords('What is the price of the blue bike?')).toEqual(['price', 'blue', 'bike'])
  expect(keywords('What is it about?')).toEqual(['what', 'is', 'it', 'about'])
})

test('a question is rewritten to its telling words, where they stand apart', () => {
  expect(rewritten('What is the price of the blue bike?')).toBe('price blue bike')
  expect(rewritten('谁会游泳？')).toBe('谁会游泳？')
  expect(rewritten('?')).toBe('?')
})
