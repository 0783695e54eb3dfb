import { expect, test } from 'vitest'
import { maskText } from '../../../src/engine/journal/mask.ts'

test.each([
  ['sk-proj-abcdefghijklmnopqrst', '***'],
  ['Bearer abcdefghijklmnop', 'Bearer ***'],
  ['redis://me@host', 'redis://***@host'],
  ['?token=hunter2', '?token=***'],
  ['a=b&sig=hunter2', 'a=b&sig=***'],
  ['"password":"hunter2"', '"password":"***"'],
  ['token is "hunter2"', 'token is ***'],
  ['Incorrect API key provided: hunter2.', 'Incorrect API key provided: ***.'],
  ['run_abcdefghijklmnopqrstuvwx', 'run_abcdefghijklmnopqrstuvwx'],
])('a secret is found by what stands before it: %s', (text, masked) => {
  expect(maskText(text)).toBe(masked)
})
