import fc from 'fast-check'

/** What JSON can say and its readers trip over, and what it cannot say. */
const tokens = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '"\\ud800"',
    '\\u0000',
    '\u0000',
    '\ufeff',
    '\u2028',
    '//',
    '/*',
    "'",
    '\n',
  ],
  ...[
    '1e400',
    '-1e400',
    '1e-400',
    '-0',
    '9007199254740993',
    '0x10',
    '01',
    '.5',
    'NaN',
    'Infinity',
    'undefined',
    'true',
  ],
  ...[
    '{"__proto__":{"polluted":true}}',
    '"a":1,"a":2,',
    '"constructor":{"prototype":{"polluted":true}},',
    '@deep',
    '@long',
  ],
]

/** A text with something put in at some places, and its end perhaps missing. */
export function mangled(text: fc.Arbitrary<string>, odd: readonly string[] = tokens): fc.Arbitrary<string> {
  const changes = fc.array(fc.tuple(fc.nat(999), fc.nat(3), fc.constantFrom('', ...odd)), {
    minLength: 1,
    maxLength: 3,
  })
  return fc.tuple(text, changes).map(([whole, changes]) =>
    changes.reduce((text, [where, gone, put]) => {
      const at = Math.floor((where / 1000) * (text.length + 1))
      return text.slice(0, at) + put + text.slice(at + gone)
    }, whole),
  )
}
