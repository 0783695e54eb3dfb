import { expect, onTestFinished, test } from 'vitest'
import type { Content } from '../../../src/engine/files/storage.ts'
import { noFiles, StoreFileNode, VectorStoreNode } from '../../../src/engine/vector_stores/nodes.ts'
import { searchStore, StoreIndex } from '../../../src/engine/vector_stores/search.ts'
import { parse } from '../../../src/engine/vector_stores/text.ts'
import type { VectorStore, VectorStoreFile } from '../../../src/run/file_objects.ts'

const chunking = { max_chunk_size_tokens: 100, chunk_overlap_tokens: 50 }

function storeOf(texts: Record<string, string>) {
  const node = new VectorStoreNode({ id: 'vs_1', file_counts: noFiles(), status: 'completed' } as VectorStore)
  for (const [name, text] of Object.entries(texts)) node.files.set(fileOf(name, text))
  return node
}

function fileOf(name: string, text: string): StoreFileNode {
  const content: Content = {
    bytes: text.length,
    whole: () => Buffer.from(text),
    read: async function* () {},
    release() {},
  }
  const upload = { id: name, file: { filename: `${name}.txt` }, content, expiry: undefined }
  const file = new StoreFileNode({ id: name, attributes: {} } as VectorStoreFile, upload as never, undefined)
  file.cuts = parse(`${name}.txt`, content, chunking) as Uint32Array
  return file
}

const look = (node: VectorStoreNode, query: string, limit = 3, threshold = 0) =>
  searchStore(node, [query], { limit, threshold }).map(({ passage, score }) => [passage.file.id, score])

test('words are found in other forms: longer, shorter, with a slip', () => {
  const node = storeOf({ a: 'The gardener waters tulips.', b: 'Nothing of that kind.' })
  expect(look(node, 'gardeners', 1)).toEqual([['a', 1]])
  expect(look(node, 'garden', 1)).toEqual([['a', 1]])
  expect(look(node, 'tullips', 1, 0.1)).toEqual([['a', 1]])
  expect(look(node, 'xylophone', 1, 0.1)).toEqual([])
})

test('words are found in scripts that do not set them apart', () => {
  const node = storeOf({
    chinese: '企鹅会游泳。它们住在南极。',
    korean: '펭귄은 수영을 잘한다.',
    japanese: 'ペンギンは泳ぐ鳥です。',
    thai: 'นกเพนกวินว่ายน้ำเก่ง',
    russian: 'Пингвины умеют плавать.',
    mixed: 'GPT模型很大。',
  })
  const first = (query: string) => look(node, query, 1, 0.1)[0]
  expect(first('谁会游泳？')).toEqual(['chinese', 0.8165])
  expect(first('수영')).toEqual(['korean', 1])
  expect(first('泳ぐ鳥')).toEqual(['japanese', 1])
  expect(first('ว่ายน้ำ')).toEqual(['thai', 1])
  expect(first('плавать')).toEqual(['russian', 1])
  expect(first('gpt 模型')).toEqual(['mixed', 1])
  expect(first('模')).toBeUndefined()
})

test('the same passage has the same score, whatever else its store holds', () => {
  const alone = storeOf({ a: 'Penguins cannot fly.' })
  const among = storeOf({ b: 'Penguins swim.', a: 'Penguins cannot fly.', c: 'Eagles fly.' })
  const score = (node: VectorStoreNode) => look(node, 'Which birds fly like penguins?').find(([id]) => id === 'a')
  expect(score(alone)).toEqual(score(among))
})

test('what is added or removed later is found, or not found any more', () => {
  const node = storeOf({ a: 'apples' })
  expect(look(node, 'pears', 5, 0.1)).toEqual([])
  const pears = fileOf('b', 'pears')
  node.files.set(pears)
  StoreIndex.built(node)!.add(pears)
  expect(look(node, 'pears', 5, 0.1)).toEqual([['b', 1]])
  StoreIndex.built(node)!.remove(pears)
  expect(look(node, 'pears', 5, 0.1)).toEqual([])
})

test('a needle is found in a large haystack', () => {
  const hay = Array.from({ length: 20_000 }, (_, n) => `Line ${n} says that ${n * 7} sheep graze.`).join(' ')
  const node = storeOf({ hay, needle: 'The golden needle lies under the third haystack.', more: hay })
  const [best] = look(node, 'Where is the golden needle?')
  expect(best).toEqual(['needle', 1])
  expect(look(node, 'sheep 69993', 1)).toEqual([['hay', 1]])
})

test('where little text may be kept, the store that was not searched for longest lets go', () => {
  const { mostCharacters } = StoreIndex
  StoreIndex.mostCharacters = 20
  onTestFinished(() => void (StoreIndex.mostCharacters = mostCharacters))
  const stores = Array.from({ length: 5 }, () => storeOf({ a: 'sheep' }))
  for (const node of stores) look(node, 'sheep', 1)
  expect(stores.map((node) => StoreIndex.built(node) !== undefined)).toEqual([false, true, true, true, true])
  expect(look(stores[0]!, 'sheep', 1)).toEqual([['a', 1]])
})
