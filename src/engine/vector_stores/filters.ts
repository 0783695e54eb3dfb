import type { Attributes } from '../../run/file_objects.ts'

type Value = string | number | boolean

export interface ComparisonFilter {
  type: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'nin'
  key: string
  value: Value | (string | number)[]
}
export interface CompoundFilter {
  type: 'and' | 'or'
  filters: Filter[]
}
export type Filter = ComparisonFilter | CompoundFilter

/** Whether a file's attributes pass. An attribute that is not there differs from every value and is neither more nor less. */
export function passes(attributes: Attributes, filter: Filter): boolean {
  switch (filter.type) {
    case 'and':
      return filter.filters.every((each) => passes(attributes, each))
    case 'or':
      return filter.filters.some((each) => passes(attributes, each))
    default:
      return compare(Object.hasOwn(attributes, filter.key) ? attributes[filter.key] : undefined, filter)
  }
}

function compare(found: Value | undefined, { type, value }: ComparisonFilter): boolean {
  const list = Array.isArray(value) ? value : [value]
  switch (type) {
    case 'eq':
    case 'in':
      return found !== undefined && list.includes(found as string)
    case 'ne':
    case 'nin':
      return found === undefined || !list.includes(found as string)
    default:
      return typeof found === typeof value && found !== undefined && ordered(found, type, value as Value)
  }
}

function ordered(found: Value, type: 'gt' | 'gte' | 'lt' | 'lte', value: Value): boolean {
  switch (type) {
    case 'gt':
      return found > value
    case 'gte':
      return found >= value
    case 'lt':
      return found < value
    case 'lte':
      return found <= value
  }
}
