import { existsSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { spelling } from '../../src/cli/subcommand.ts'
import { exec } from '../../src/cli/exec.ts'
import { serve } from '../../src/cli/serve.ts'
import { limitsOf } from '../../src/emulator/limits.ts'
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

test('the page about safety names flags that serve has, and all limits', () => {
  const page = read('docs/safety.md')
  const flags = new Set(Object.keys(serve.flags).map(spelling))
  const named = [...page.matchAll(/`(--[\w-]+)/g)].map(([, flag]) => flag!)
  expect(named.filter((flag) => !flags.has(flag))).toEqual([])
  const limits = [...page.matchAll(/`limits\.(\w+)`/g)].map(([, name]) => name!)
  expect(limits.sort()).toEqual([...Object.keys(limitsOf()), 'headerBytes'].sort())
  expect(page).toContain(`| ${limitsOf().streams.toLocaleString('en')} | \`limits.streams\``)
  expect(page).toContain(`| ${limitsOf().objects.toLocaleString('en')} | \`limits.objects\``)
})
