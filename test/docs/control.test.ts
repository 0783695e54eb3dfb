import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { controls } from '../../src/http/control/index.ts'
import { createEmulator } from '../../src/index.ts'
import { controlReference } from './control.ts'
import { read } from './fill.ts'

/** A page is taken apart into stories, by its headings; in a story each block of commands may be followed by what they print. */
const page = read('docs/control.md')
const mark = '<!-- controls -->'
const stories = page.split(mark)[0]!.split(/^(?=## )/m)
const step = /```sh\n([\s\S]*?)```(?:\n\n```(json|text)\n[\s\S]*?```)?/g
const between = '=== next ==='

const run = promisify(execFile)
const hasCurl = await run('bash', ['-c', 'curl --version']).then(
  () => true,
  () => false,
)

/** The story with what its commands really print: the first one of the page says where the server is. */
async function played(story: string): Promise<string> {
  const commands = [...story.matchAll(step)].map(([, sh]) => sh!)
  if (commands.length === 0) return story
  await using emulator = createEmulator()
  const { url } = await emulator.listen()
  const cwd = mkdtempSync(join(tmpdir(), 'run-emulator-docs-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
  const script = [preamble(new URL(url).origin), ...commands].join(`\necho; echo "${between}"\n`)
  const { stdout } = await run('bash', ['-euc', script], { cwd })
  const [, ...printed] = stdout.split(between)
  let n = 0
  return story.replace(step, (_, sh: string, language: string | undefined) => {
    const said = printed[n++]!.trim()
    return `\`\`\`sh\n${sh}\`\`\`${language === undefined ? '' : `\n\n\`\`\`${language}\n${said}\n\`\`\``}`
  })
}

function preamble(origin: string): string {
  const [, sh] = /```sh\n(url=[\s\S]*?)```/.exec(page) ?? []
  return sh!.replace(/url=\S+/, `url=${origin}`)
}

test.skipIf(!hasCurl)('what the page says that its commands print, they print (npm test -- -u writes it)', async () => {
  const told = await Promise.all(stories.map(played))
  await expect(`${told.join('')}${mark}\n\n${controlReference()}\n`).toMatchFileSnapshot('../../docs/control.md')
})

test('the stories use what the reference lists', () => {
  const used = new Set(
    [...page.split(mark)[0]!.matchAll(/(?:_emulator\/|control [A-Z]+ ["']?)(\w+)/g)].map(([, word]) => word),
  )
  const words = new Set(controls.map(({ path }) => /\w+/.exec(path)![0]))
  expect([...used].filter((word) => !words.has(word!))).toEqual([])
  expect(
    ['next', 'verify', 'leftovers', 'clock', 'faults', 'verdict', 'runs', 'coverage', 'state'].filter(
      (word) => !used.has(word),
    ),
  ).toEqual([])
})

test.each(
  controls.filter(({ library }) => library !== undefined).map((each) => [`${each.method} ${each.path}`, each.library!]),
)('the twin of %s is there: %s', (_, library) => {
  const emulator = createEmulator() as unknown as Record<string, unknown>
  const paths = [...library.matchAll(/\bemulator\.(?:project\(NAME\)\.)?([\w.]+)/g)].map(([, path]) => path!.split('.'))
  expect(paths.length).toBeGreaterThan(0)
  for (const path of paths) {
    let value: unknown = emulator
    for (const word of path) value = (value as Record<string, unknown>)[word]
    expect(value, path.join('.')).toBeDefined()
  }
})
