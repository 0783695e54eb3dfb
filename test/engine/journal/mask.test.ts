import { expect, test } from 'vitest'
import { maskText } from '../../../src/engine/journal/mask.ts'

test.each([
  '-eyJabcdefghij',
  '\\',
  'token is "\\',
  '?token',
  '"token" ',
  'Bearer ',
  'a://x',
  'Incorrect API key provided: ',
])('however often %s stands in a text, it is soon looked through', (words) => {
  const text = `: ${words.repeat(300_000 / words.length)}`
  expect(maskText(text).length).toBeGreaterThan(1)
})

test.each([
  ['sk-proj-abcdefghijklmnopqrst', '***'],
  ['xoxb-1234567890-abc', '***'],
  ['AIzaSyA1234567890abcdefghijklmnopqrstuv', '***'],
  ['AKIAABCDEFGHIJKLMNOP', '***'],
  ['ghp_abcdefghijklmnopqrst', '***'],
  ['github_pat_abcdefghijklmnopqrst', '***'],
  ['eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.c2ln', '***'],
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
