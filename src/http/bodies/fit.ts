import type { ResponseFormat, Tool, ToolChoice } from '../../run/objects.ts'
import { ApiError } from '../../run/api_error.ts'

interface Wishes {
  tools: Tool[]
  response_format: ResponseFormat
  tool_choice?: ToolChoice
}

/**
 * What is right in itself but does not go together, with what was inherited taken into account: a json_schema format with other
 * tools than functions (protocol.md §4.4), and a tool that is demanded but not offered (the platform's texts, not sighted on runs).
 * @throws ApiError
 */
export function mustFit({ tools, response_format, tool_choice = 'auto' }: Wishes): void {
  const isSchema = typeof response_format === 'object' && response_format.type === 'json_schema'
  if (isSchema && tools.some(({ type }) => type !== 'function')) throw new ApiError('tools_not_all_functions')
  if (tool_choice === 'auto' || tool_choice === 'none') return
  if (tool_choice === 'required') {
    if (tools.length === 0) throw new ApiError('no_tools_to_choose')
    return
  }
  const wanted = tool_choice.type === 'function' ? tool_choice.function.name : tool_choice.type
  if (!tools.some((tool) => nameOf(tool) === wanted)) throw new ApiError('chosen_tool_missing', { name: wanted })
}

const nameOf = (tool: Tool) => (tool.type === 'function' ? tool.function.name : tool.type)
