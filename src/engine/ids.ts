const alphabet = Buffer.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')

export type Kind = 'asst' | 'thread' | 'msg' | 'run' | 'step' | 'call'

/**
 * Ids of the service's form (`run_` and 24 letters or digits), derived from the parent's id, the kind and a count: they do not
 * shift when requests arrive in another order or something is read more often. The root of all is the project's salt.
 */
export function deriveId(kind: Kind, parent: string, n: number): string {
  seed(`${parent}\n${kind}\n${n}`)
  return `${kind}_${letters24()}`
}

/** `file-` and 22 characters: a file that is only spoken of, the same one for the same name within a run. */
export function deriveFileId(run: string, name: string): string {
  seed(`${run}\nfile\n${name}`)
  return `file-${letters24().slice(2)}`
}

/** 32 hexadecimal digits, as in request ids. */
export function deriveHex(parent: string, n: number): string {
  return hexesOf(parent)(n)
}

/** The same for many counts of one parent, whose text is read once. */
export function hexesOf(parent: string): (n: number) => string {
  begin()
  read(`${parent}\n`)
  const from = { a, b, c }
  return (n) => {
    ;({ a, b, c } = from)
    read(String(n))
    stir()
    for (let i = 0; i < 16; i += 4) words.writeUInt32BE(next(), i)
    return words.toString('hex')
  }
}

const words = Buffer.alloc(16)

let a = 0
let b = 0
let c = 0
let d = 0

// Three lanes of FNV over the text, then sfc32: fast, and good enough that no two ids meet.
function seed(text: string): void {
  begin()
  read(text)
  stir()
}

function begin(): void {
  a = 0x811c9dc5 | 0
  b = 0x9e3779b9 | 0
  c = 0x85ebca6b | 0
}

function read(text: string): void {
  let [x, y, z] = [a, b, c]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    x = Math.imul(x ^ code, 0x01000193)
    y = (Math.imul(y ^ code, 0x85ebca6b) + x) | 0
    z = Math.imul(z ^ code, 0xc2b2ae35) ^ (y >>> 7)
  }
  a = x
  b = y
  c = z
}

function stir(): void {
  d = 1
  for (let i = 0; i < 12; i++) next()
}

function next(): number {
  const t = (((a + b) | 0) + d) | 0
  d = (d + 1) | 0
  a = b ^ (b >>> 9)
  b = (c + (c << 3)) | 0
  c = (c << 21) | (c >>> 11)
  c = (c + t) | 0
  return t >>> 0
}

const bytes = Buffer.alloc(24)

/** Six words, four letters each: what is left of a word after them is too little to be even. One flat string: ids are kept by the thousand. */
function letters24(): string {
  for (let n = 0; n < 24; n += 4) {
    let word = next()
    for (let i = 0; i < 4; i++) {
      bytes[n + i] = alphabet[word % 62]!
      word = (word / 62) >>> 0
    }
  }
  return bytes.toString('latin1')
}
