const alphabet = Buffer.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')

export type Kind = 'asst' | 'thread' | 'msg' | 'run' | 'step' | 'call'

/**
 * Ids of the service's form (`run_` and 24 letters or digits), derived from the parent's id, the kind and a count: they do not
 * shift when requests arrive in another order or something is read more often. The root of all is the project's salt.
 */
export function deriveId(kind: Kind, parent: string, n: number): string {
  return `${kind}_${letters24(read(`\n${kind}\n${n}`, read(parent)))}`
}

/** `file-` and 22 characters: a file that is only spoken of, the same one for the same name within a run. */
export function deriveFileId(run: string, name: string): string {
  return `file-${letters24(read(`\nfile\n${name}`, read(run))).slice(2)}`
}

/** 32 hexadecimal digits, as in request ids. */
export function deriveHex(parent: string, n: number): string {
  return hexesOf(parent)(n)
}

/** The same for many counts of one parent, whose text is read once. */
export function hexesOf(parent: string): (n: number) => string {
  const lanes = read(`${parent}\n`)
  return (n) => {
    draw(read(String(n), lanes))
    for (let i = 0; i < 16; i += 4) bytes.writeUInt32BE(words[i >> 2]!, i)
    return bytes.toString('hex', 0, 16)
  }
}

interface Lanes {
  a: number
  b: number
  c: number
}

const empty: Lanes = { a: 0x811c9dc5 | 0, b: 0x9e3779b9 | 0, c: 0x85ebca6b | 0 }

// Three lanes of FNV over the text, then sfc32: fast, and good enough that no two ids meet.
function read(text: string, { a, b, c } = empty): Lanes {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = (Math.imul(b ^ code, 0x85ebca6b) + a) | 0
    c = Math.imul(c ^ code, 0xc2b2ae35) ^ (b >>> 7)
  }
  return { a, b, c }
}

const words = new Uint32Array(6)
const unheard = 12

/** Fills the words with what sfc32 says after it has been stirred. */
function draw({ a, b, c }: Lanes): void {
  for (let n = -unheard; n < words.length; n++) {
    const word = (a + b + n + unheard + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + word) | 0
    if (n >= 0) words[n] = word
  }
}

const bytes = Buffer.alloc(24)

/** Six words, four letters each: what is left of a word after them is too little to be even. One flat string: ids are kept by the thousand. */
function letters24(lanes: Lanes): string {
  draw(lanes)
  for (let n = 0; n < 24; n += 4) {
    let word = words[n >> 2]!
    for (let i = 0; i < 4; i++) {
      bytes[n + i] = alphabet[word % 62]!
      word = (word / 62) >>> 0
    }
  }
  return bytes.toString('latin1')
}
