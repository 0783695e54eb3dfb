import type { Document, Yaml } from './yaml_package.ts'

interface Flaw {
  code: string
  message: string
  pos: readonly [number, number]
}

/** What the package says of a mistake is for those who know the specification of YAML: here it is in our words, and where it begins. */
export function told(flaw: Flaw, text: string, document: Document.Parsed, yaml: Yaml) {
  const message = inWords(flaw, text)
  return { offset: message === closing('"') || message === closing("'") ? opened() : indented(), message }

  /** Where the quotes are opened that are never closed. */
  function opened(): number {
    let offset = flaw.pos[0]
    yaml.visit(document.contents, {
      Scalar: (_, { type, range }) => {
        if (type?.startsWith('QUOTE_') && range && range[0] < flaw.pos[0]) offset = range[0]
      },
    })
    return offset
  }

  function indented(): number {
    return flaw.pos[0] + /^ */.exec(text.slice(flaw.pos[0]))![0].length
  }
}

const closing = (sign: string) => `a closing ${sign} is missing`
const notIndented = 'this is not indented like what it belongs to'
const secondColon = 'a second ": " in one line: a text that contains it needs quotes'
const deeper = 'the next line is indented deeper than this key, and so taken for more of its text'
const noColon = 'a colon is missing: write "key: value", the lines of a longer text indented deeper than its key'
const tooMuch =
  'this comes after the end of a value: a text with quotes, {{ }} or [ ] in it needs quotes around all of it'

function inWords({ code, message, pos }: Flaw, text: string): string {
  const [plain] = message.replace(/ at line \d+, column \d+:?$/m, '').split('\n')
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'a tab: YAML is indented with spaces'
    case 'MULTIPLE_DOCS':
      return 'a file holds one scenario: this is a second document'
    case 'TAG_RESOLVE_FAILED':
      return `the tag ${/\S+$/.exec(plain!)?.[0].replace('tag:yaml.org,2002:', '!!')} is not known here: values are texts, numbers, true, false, lists and mappings`
    case 'BAD_SCALAR_START':
      return `a text that starts with ${plain!.at(-1)} needs quotes`
    case 'BAD_DQ_ESCAPE':
      return `${plain!.split(' ').at(-1)} means nothing in double quotes: write two backslashes, or use single quotes`
    case 'MULTILINE_IMPLICIT_KEY':
      return noColon
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (!plain!.startsWith('Nested mappings')) return notIndented
      return /^[^\n]*?: /.test(text.slice(pos[0])) ? secondColon : deeper
    case 'UNEXPECTED_TOKEN':
      if (plain!.includes('block-seq-ind')) return 'a list begins on the line after its key'
      return plain!.endsWith('at node end') ? tooMuch : plain!
    case 'BAD_INDENT':
    case 'MISSING_CHAR': {
      const [, sign] = /(?:closing |end with an? )(\S+?)(?:quote)?$/.exec(plain!) ?? []
      if (sign) return closing(sign)
      if (code === 'BAD_INDENT' || plain!.startsWith('Sequence item')) return notIndented
      return plain!.startsWith('Implicit map keys') ? noColon : plain!
    }
    default:
      return plain!
  }
}
