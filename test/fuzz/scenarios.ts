import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { scenarioFiles } from '../../src/scenario/files.ts'
import { Shapes } from './bodies.ts'
import { mangled } from './mangled.ts'
import { scenario } from './schemas.ts'

const shipped = scenarioFiles(fileURLToPath(new URL('../../scenarios', import.meta.url))).map((path) =>
  readFileSync(path, 'utf8'),
)

/** What YAML can say and its readers trip over. */
const tokens = [
  ...[
    '\t',
    '&a ',
    '*a',
    '<<: *a',
    '!!js/function x',
    '!!binary ',
    '? ',
    '|',
    '>',
    '---\n',
    '...\n',
    '%YAML 9',
    '\u0000',
    '\ufeff',
    '\u2028',
  ],
  ...[
    '{{ run.id }}',
    '{% for i in (1..999999999) %}x{% endfor %}',
    '{{ "x" | repeat: 999 }}',
    '{%',
    '{{',
    '__proto__: 1\n',
    '1e999',
    '~',
    '@wide',
  ],
  ...[
    '99999999999h',
    '-1s',
    '0ms',
    '1 to 2',
    '(a+)+$',
    '[',
    '{',
    '- ',
    ': ',
    '#',
    '"',
    "'",
    '\n  ',
    '2 polls',
    'gate: g\n',
    'hold\n',
  ],
]

/** A scenario as data, in most of its parts as its schema says. */
export const scenarioValue = new Shapes(scenario).of(scenario.root!)

/** A scenario as text: a shipped one, one that its schema allows, or what is left of either. */
export const scenarioText = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...shipped) },
  { weight: 3, arbitrary: scenarioValue.map((value) => JSON.stringify(value)) },
  { weight: 3, arbitrary: mangled(fc.constantFrom(...shipped), tokens) },
)
