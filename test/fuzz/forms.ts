import fc from 'fast-check'
import { oddText } from './bodies.ts'
import { latin } from './headers.ts'
import { mangled } from './mangled.ts'

const part = fc.record({
  name: fc.oneof({ weight: 6, arbitrary: fc.constantFrom('file', 'purpose', 'expires_after[anchor]') }, latin),
  filename: fc.option(fc.oneof(fc.constantFrom('a.txt', 'a.jsonl', '../../a', '"', '@proto', 'a.png', ''), latin)),
  value: fc.oneof(fc.constantFrom('assistants', 'vision', 'batch', 'user_data', '@long'), oddText),
  more: fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    fc.constantFrom(
      'content-type: text/plain',
      'content-type: %',
      'content-transfer-encoding: base64',
      'no header',
      ': x',
    ),
  ),
})

const whole = fc.array(part, { maxLength: 4 }).map((parts) => {
  const text = parts.map(({ name, filename, value, more }) => {
    const named = `content-disposition: form-data; name="${name}"${filename === null ? '' : `; filename="${filename}"`}`
    return `--b\r\n${named}\r\n${more && `${more}\r\n`}\r\n${value}\r\n`
  })
  return `${text.join('')}--b--\r\n`
})

/** A form, most often one that a client could have sent. */
export const form = fc
  .oneof(
    { weight: 4, arbitrary: whole },
    mangled(whole, ['\r\n', '--b', '--b--', '\r\n\r\n', '\u0000', '"', ';']),
    whole.chain((text) => fc.nat(text.length).map((end) => text.slice(0, end))),
  )
  .map((text) => ({ type: 'multipart/form-data; boundary=b', text }))
