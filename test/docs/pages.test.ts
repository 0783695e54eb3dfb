import { existsSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { spelling } from '../../src/cli/subcommand.ts'
import { exec } from '../../src/cli/exec.ts'
import { blocks, filled, read } from './fill.ts'

const pages = readdirSync(new URL('../../docs/', import.meta.url)).filter((name) => name.endsWith('.md'))

test.each(pages)('what docs/%s copies is what it copies from (npm test -- -u writes it)', async (name) => {
  await expect(filled(read(`docs/${name}`))).toMatchFileSnapshot(`../../docs/${name}`)
})

test.each(pages)('what docs/%s points at is there', (name) => {
  const paths = [...read(`docs/${name}`).matchAll(/\]\((?!https?:)([\w./-]+)(?:#[\w-]+)?\)/g)].map(([, path]) => path!)
  expect(paths.filter((path) => !existsSync(new URL(path, new URL('../../docs/', import.meta.url))))).toEqual([])
})

test('every block of code on the page about test suites is a file', () => {
  const page = read('docs/testing.md')
  const all = ['js', 'python', 'yaml', 'dockerfile', 'sh'].flatMap((language) => blocks(page, language))
  expect(all).toHaveLength([...page.matchAll(/<!-- \S+ -->\n```/g)].length)
  expect(all.filter((block) => block.trim() === '')).toEqual([])
})

test('the page about test suites names flags that exec has', () => {
  const flags = new Set(Object.keys(exec.flags).map(spelling))
  const named = [...read('docs/testing.md').matchAll(/^\| `(--[\w-]+)/gm)].map(([, flag]) => flag!)
  expect(named).toEqual(['--report', '--strict'])
  expect(named.filter((flag) => !flags.has(flag))).toEqual([])
})
