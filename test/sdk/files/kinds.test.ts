import { expect, test } from 'vitest'
import { uploadOf } from '../../../src/http/bodies/files.ts'
import { setUp } from './set_up.ts'

test.each([
  ['fine-tune', 'lines.jsonl'],
  ['batch', 'lines.jsonl'],
  ['assistants', 'a.xyz'],
  ['user_data', 'a.pdf'],
  ['vision', 'a.png'],
  ['evals', 'a.jsonl'],
] as const)('files may be for %s', async (purpose, name) => {
  const { openai, upload } = setUp()
  const file = await upload(name, '{}', purpose)
  expect(file).toMatchObject({ purpose, filename: name, status: 'processed' })
  expect((await openai.files.list({ purpose })).data).toEqual([file])
})

test('a file for batches may have 200 MiB, one for something else more', () => {
  const form = (purpose: string, bytes: number) => ({
    fields: new Map([['purpose', purpose]]),
    file: { filename: 'a.jsonl', writer: { bytes } as never },
  })
  const most = 200 * 2 ** 20
  expect(uploadOf(form('batch', most)).purpose).toBe('batch')
  expect(() => uploadOf(form('batch', most + 1))).toThrow('413: The data value transmitted exceeds the capacity limit.')
  expect(uploadOf(form('fine-tune', most + 1)).purpose).toBe('fine-tune')
})

const sources = 'c cpp cs css go html java js json md php py rb sh tex ts txt'.split(' ')

test('text and code of every kind is found', async () => {
  const { openai, upload } = setUp()
  const texts = sources.map((kind) => [`a.${kind}`, `<b>word${kind}</b> { "x": 1 }`] as const)
  const file_ids = await Promise.all(texts.map(async ([name, text]) => (await upload(name, text)).id))
  const { id } = await openai.vectorStores.create({})
  const batch = await openai.vectorStores.fileBatches.createAndPoll(id, { file_ids })
  expect(batch.file_counts).toMatchObject({ completed: sources.length, total: sources.length })
  for (const kind of sources) {
    const { data } = await openai.vectorStores.search(id, { query: `word${kind}`, max_num_results: 1 })
    expect(data).toMatchObject([{ filename: `a.${kind}`, score: 1 }])
  }
})
