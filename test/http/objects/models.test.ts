import { expect, test } from 'vitest'
import { wire } from '../../support/wire.ts'

test('models have the order, the dates and the owners that the service gave them', async () => {
  const { openai } = wire()
  const { data } = await openai.models.list()
  expect(data.slice(0, 3)).toEqual([
    { id: 'gpt-4', object: 'model', created: 1687882411, owned_by: 'openai' },
    { id: 'gpt-3.5-turbo', object: 'model', created: 1677610602, owned_by: 'openai' },
    { id: 'gpt-4-turbo', object: 'model', created: 1712361441, owned_by: 'system' },
  ])
  expect(await openai.models.retrieve('gpt-4.1-nano')).toEqual({
    id: 'gpt-4.1-nano',
    object: 'model',
    created: 1744321707,
    owned_by: 'system',
  })
})
