import { expect, test } from 'vitest'
import { type Filter, passes } from '../../../src/engine/vector_stores/filters.ts'

const attributes = { team: 'red', year: 2024, open: true }

test.each<[Filter, boolean]>([
  [{ type: 'eq', key: 'team', value: 'red' }, true],
  [{ type: 'eq', key: 'team', value: 'blue' }, false],
  [{ type: 'eq', key: 'year', value: '2024' }, false],
  [{ type: 'eq', key: 'open', value: true }, true],
  [{ type: 'eq', key: 'missing', value: 'x' }, false],
  [{ type: 'eq', key: 'constructor', value: 'x' }, false],
  [{ type: 'ne', key: 'team', value: 'blue' }, true],
  [{ type: 'ne', key: 'missing', value: 'x' }, true],
  [{ type: 'gt', key: 'year', value: 2023 }, true],
  [{ type: 'gt', key: 'year', value: 2024 }, false],
  [{ type: 'gte', key: 'year', value: 2024 }, true],
  [{ type: 'lt', key: 'year', value: 2025 }, true],
  [{ type: 'lt', key: 'year', value: '2025' }, false],
  [{ type: 'lte', key: 'year', value: 2023 }, false],
  [{ type: 'lt', key: 'missing', value: 1 }, false],
  [{ type: 'gt', key: 'team', value: 'blue' }, true],
  [{ type: 'in', key: 'team', value: ['red', 'blue'] }, true],
  [{ type: 'in', key: 'year', value: [2023] }, false],
  [{ type: 'nin', key: 'team', value: ['blue'] }, true],
  [{ type: 'nin', key: 'team', value: ['red'] }, false],
  [{ type: 'and', filters: [] }, true],
  [{ type: 'or', filters: [] }, false],
])('%j: %s', (filter, expected) => {
  expect(passes(attributes, filter)).toBe(expected)
})

test('compound filters nest', () => {
  const filter: Filter = {
    type: 'or',
    filters: [
      { type: 'eq', key: 'team', value: 'blue' },
      {
        type: 'and',
        filters: [
          { type: 'gt', key: 'year', value: 2000 },
          { type: 'eq', key: 'open', value: true },
        ],
      },
    ],
  }
  expect(passes(attributes, filter)).toBe(true)
  expect(passes({ ...attributes, open: false }, filter)).toBe(false)
})
