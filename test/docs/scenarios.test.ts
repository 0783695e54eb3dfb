import { basename, dirname } from 'node:path'
import { expect, test } from 'vitest'
import { reader } from '../../src/http/faults/index.ts'
import { shippedFolder } from '../../src/package.ts'
import { scenarioFiles } from '../../src/scenario/files.ts'
import { walk } from '../sdk/library/walk.ts'

const shipped = scenarioFiles(shippedFolder).map((path) => ({
  kind: basename(dirname(path)),
  scenario: reader.file(path),
}))

const link = (issue: string) => {
  const [, repository, number] = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(issue) ?? []
  return repository ? `[${issue}](https://github.com/${repository}/issues/${number})` : issue
}

const row = async ({ scenario: { name, description, issues } }: (typeof shipped)[number]) => {
  const { statuses, refused } = await walk(name)
  return `| \`${name}\` | ${description} | ${refused ? `HTTP ${refused}` : statuses.join(', ')} | ${issues.map(link).join(', ')} |`
}

const kinds = [...new Set(shipped.map(({ kind }) => kind))]
const intro =
  'Chosen by name: with the header `X-Emulator-Scenario`, or with `emulator_scenario` in the metadata of the run or of its assistant. The statuses are those of a run that a client follows, answering every call; one that goes silent is cancelled.'

test('the page of shipped scenarios is true (npm test -- -u writes it)', async () => {
  const sections = await Promise.all(
    kinds.map(async (kind) => {
      const rows = await Promise.all(shipped.filter((each) => each.kind === kind).map(row))
      return [`## ${kind}`, '', '| name | what a client sees | statuses | issue |', '|---|---|---|---|', ...rows].join(
        '\n',
      )
    }),
  )
  await expect(`${['# The shipped scenarios', intro, ...sections].join('\n\n')}\n`).toMatchFileSnapshot(
    '../../docs/scenarios.md',
  )
})

test('every shipped scenario says in one sentence, in its first line, what a client sees', () => {
  for (const { scenario } of shipped) expect(scenario.description, scenario.name).toMatch(/^[A-Z].{20,}\.$/)
})

test('names are unique across folders', () => {
  const names = shipped.map(({ scenario }) => scenario.name)
  expect(names).toEqual([...new Set(names)])
})
