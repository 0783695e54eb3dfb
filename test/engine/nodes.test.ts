import { describe, expect, it } from 'vitest'
import { ThreadNode } from '../../src/engine/nodes.ts'
import { addMessage, createThread } from '../../src/engine/threads.ts'

function threadOf(...said: [role: 'user' | 'assistant', content: string][]) {
  const node = new ThreadNode(createThread('thread_1', 0, {}))
  const messages = said.map(([role, content]) => addMessage(node, 0, { role, content }))
  return { node, messages }
}

describe('a thread knows', () => {
  it('its last question, also after that was modified or deleted', () => {
    const { node, messages } = threadOf(['user', 'one'], ['user', 'two'], ['assistant', 'three'])
    const [one, two] = messages
    expect(node.question).toBe(two)
    const changed = { ...two!, metadata: { a: 'b' } }
    node.put(changed)
    expect(node.question).toBe(changed)
    node.put({ ...one!, metadata: { c: 'd' } })
    expect(node.question).toBe(changed)
    node.remove(two!.id)
    expect(node.question).toEqual({ ...one, metadata: { c: 'd' } })
    node.remove(one!.id)
    expect(node.question).toBeUndefined()
  })

  it('the sum of its tokens, whatever is put, modified and deleted', () => {
    const { node, messages } = threadOf(['user', 'one two three'], ['assistant', 'four'])
    expect(node.tokens).toBe(4)
    node.put({ ...messages[0]!, metadata: { a: 'b' } })
    expect(node.tokens).toBe(4)
    node.remove(messages[0]!.id)
    expect(node.tokens).toBe(1)
  })
})
