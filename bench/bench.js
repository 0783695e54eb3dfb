// `npm run bench`: how fast and how small, as ratios to the least that could do the same. See README.md.
import { parseArgs } from 'node:util'
import { create } from './measures/create.js'
import { growth } from './measures/growth.js'
import { library } from './measures/import.js'
import { memory } from './measures/memory.js'
import { projects } from './measures/projects.js'
import { reads } from './measures/reads.js'
import { start } from './measures/start.js'
import { stream } from './measures/stream.js'
import { streams } from './measures/streams.js'
import { line, titles } from './table.js'

const measures = [reads, create, stream, streams, projects, start, library, memory, growth]
const names = measures.map(({ name }) => name)

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, json: { type: 'boolean', default: false } },
})
const unknown = values.only?.find((name) => !names.includes(name))
if (unknown !== undefined) {
  console.error(`There is no measurement "${unknown}". There are: ${names.join(', ')}.`)
  process.exit(1)
}

const rows = []
if (!values.json) console.log(titles())
for (const { name, measure } of measures) {
  if (values.only && !values.only.includes(name)) continue
  for (const row of await measure()) {
    rows.push({ name, ...row })
    if (!values.json) console.log(line(rows.at(-1)))
  }
}
if (values.json) console.log(JSON.stringify({ node: process.version, rows }, null, 2))
