import { expect, it } from 'vitest'
import { compile } from '../../src/scenario/text_test.ts'

it('an expression is compiled once, and forgotten when a thousand newer ones came: control calls may bring ever new ones', () => {
  const first = compile('^first$')
  for (let n = 1; n < 1000; n++) compile(`n${n}`)
  expect(compile('^first$')).toBe(first)
  compile('n1000')
  expect(compile('^first$')).not.toBe(first)
})
