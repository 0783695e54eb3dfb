import { basename, dirname } from 'node:path'
import { expect, test } from 'vitest'
import { faultVocabulary } from '../../src/http/faults/index.ts'
import { shippedFolder } from '../../src/package.ts'
import { statuses } from '../../src/scenario/draw.ts'
import { Reader, scenarioFiles } from '../../src/scenario/read.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'

const reader = new Reader(faultVocabulary)
const shipped = scenarioFiles(shippedFolder).map((path) => ({
  kind: basename(dirname(path)),
  scenario: reader.file(path),
}))

const link = (issue: string) => {
  const [, repository, number] = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(issue) ?? []
  return repository ? `[${issue}](https://github.com/${repository}/issues/${number})` : issue
}

const row = ({ scenario }: { scenario: Scenario }) =>
  `| \`${scenario.name}\` | ${scenario.description} | ${statuses(scenario).join(', ')} | ${scenario.issues.map(link).join(', ')} |`

const kinds = [...new Set(shipped.map(({ kind }) => kind))]
const page = [
  '# The shipped scenarios',
  'Chosen by name: with the header `X-Emulator-Scenario`, or with `emulator_scenario` in the metadata of the run or of its assistant. The statuses are those of a run that a client polls, answers and does not cancel.',
  ...kinds.map((kind) =>
    [
      `## ${kind}`,
      '',
      '| name | what a client sees | statuses | issue |',
      '|---|---|---|---|',
      ...shipped.filter((each) => each.kind === kind).map(row),
    ].join('\n'),
  ),
].join('\n\n')

test('the page of shipped scenarios is true (npm test -- -u writes it)', async () => {
  await expect(`${page}\n`).toMatchFileSnapshot('../../docs/scenarios.md')
})

test('every shipped scenario says in one sentence, in its first line, what a client sees', () => {
  for (const { scenario } of shipped) expect(scenario.description, scenario.name).toMatch(/^[A-Z].{20,}\.$/)
})

test('names are unique across folders', () => {
  const names = shipped.map(({ scenario }) => scenario.name)
  expect(names).toEqual([...new Set(names)])
})
