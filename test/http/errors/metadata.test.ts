import { describe, expect, it } from 'vitest'
import { long, pairs, refuses, tooLong, type, value } from '../../support/refusals.ts'
import { wire } from '../../support/wire.ts'

describe('metadata', () => {
  refuses('/threads', [
    ['no object', { metadata: 'x' }, type('metadata', 'an object', 'a string')],
    ['a list', { metadata: [] }, type('metadata', 'an object', 'an array')],
    [
      'a value that is a boolean, as recorded',
      { metadata: { modified: true } },
      type('metadata.modified', 'a string', 'a boolean'),
    ],
    ['a value that is null', { metadata: { a: null } }, type('metadata.a', 'a string', 'null')],
    [
      '17 pairs',
      { metadata: pairs(17) },
      {
        message:
          "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got an object with 17 properties instead.",
        param: 'metadata',
        code: 'object_above_max_properties',
      },
    ],
    [
      'a wrong type before the count',
      { metadata: { ...pairs(16), last: 1 } },
      type('metadata.last', 'a string', 'an integer'),
    ],
    ['a long value', { metadata: { k: long(513) } }, tooLong('metadata.k', 512, 513)],
    [
      'a long key',
      { metadata: { ['k'.repeat(70)]: 'v' } },
      {
        message:
          "Invalid property name in 'metadata': 'kkk...kkk' is too long. Expected a string with maximum length 64, but got a string with length 70 instead.",
        param: `metadata.${'k'.repeat(70)}`,
        code: 'property_name_above_max_length',
      },
    ],
  ])

  it('may have 16 pairs of 64 and 512 characters, whatever alphabet they are from', async () => {
    const { post } = wire()
    const metadata = { ...pairs(15), ['😀'.repeat(64)]: '😀'.repeat(512) }
    const { status, body } = await post('/threads', { metadata })
    expect([status, body.metadata]).toEqual([200, metadata])
  })

  it('called __proto__ is data', async () => {
    const { post, get } = wire()
    const { body, text } = await post('/threads', '{"metadata":{"__proto__":"x","constructor":"y"}}')
    expect(text).toContain('"metadata": {\n    "__proto__": "x",\n    "constructor": "y"\n  }')
    expect((await get(`/threads/${String(body.id)}`)).text).toContain('"__proto__": "x"')
    const schema = '{"type":"object","__proto__":{"a":1},"properties":{}}'
    const tools = `[{"type":"function","function":{"name":"f","parameters":${schema}}}]`
    expect((await post('/assistants', `{"model":"m","tools":${tools}}`)).text).toContain('"__proto__": {')
  })
})
