/** Whether data is nested more than so many levels deep: who walks or prints it then would overflow the stack. */
export function isDeeper(data: unknown, levels: number): boolean {
  if (typeof data !== 'object' || data === null) return false
  return levels === 0 || Object.values(data).some((each) => isDeeper(each, levels - 1))
}
