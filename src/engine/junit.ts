/** A suite of a JUnit report. */
export interface Suite {
  name: string
  cases: Case[]
}

/** A case has passed unless it says otherwise; `seconds` is what it took. */
export interface Case {
  name: string
  seconds?: number
  skipped?: string
  failure?: string
}

/** A report as CI servers read it. */
export function junit(name: string, suites: Suite[]): string {
  const lines = suites.flatMap(({ name: suite, cases }) => [
    `  <testsuite ${attributes({ name: suite, ...counted(cases) })}>`,
    ...cases.map((each) => testcase(suite, each)),
    '  </testsuite>',
  ])
  const all = suites.flatMap(({ cases }) => cases)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name, ...counted(all) })}>`,
    ...lines,
    '</testsuites>',
    '',
  ].join('\n')
}

function counted(cases: Case[]) {
  return {
    tests: cases.length,
    failures: cases.filter(({ failure }) => failure !== undefined).length,
    errors: 0,
    skipped: cases.filter(({ skipped }) => skipped !== undefined).length,
  }
}

function testcase(classname: string, { name, seconds, skipped, failure }: Case): string {
  const head = `    <testcase ${attributes({ classname, name, ...(seconds !== undefined && { time: seconds.toFixed(3) }) })}`
  if (failure !== undefined)
    return `${head}>\n      <failure ${attributes({ message: failure.split('\n')[0]! })}>${escape(failure)}</failure>\n    </testcase>`
  return skipped === undefined ? `${head}/>` : `${head}><skipped ${attributes({ message: skipped })}/></testcase>`
}

function attributes(values: Record<string, string | number>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escape(String(value))}"`)
    .join(' ')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** XML allows no control characters, not even escaped. */
function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character]!).replace(/[^\t\n\r\x20-\uFFFF]/g, '�')
}
