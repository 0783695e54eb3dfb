import { expect, test } from 'vitest'
import { junit } from '../../src/engine/junit.ts'

test('a report counts, and escapes what XML does not allow', () => {
  const cases = [
    { name: 'a < b', seconds: 0.25 },
    { name: '"quoted"', failure: 'wrong & \u0000bad\nsecond line' },
    { name: 'later', skipped: 'not today' },
  ]
  expect(junit('all', [{ name: 'suite', cases }])).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="all" tests="3" failures="1" errors="0" skipped="1">
  <testsuite name="suite" tests="3" failures="1" errors="0" skipped="1">
    <testcase classname="suite" name="a &lt; b" time="0.250"/>
    <testcase classname="suite" name="&quot;quoted&quot;">
      <failure message="wrong &amp; �bad">wrong &amp; �bad
second line</failure>
    </testcase>
    <testcase classname="suite" name="later"><skipped message="not today"/></testcase>
  </testsuite>
</testsuites>
`)
})
