const widths = [7, 64, 8, 10, 13, 20, 10]

const row = (cells) => cells.map((cell, n) => (n < 2 ? cell.padEnd(widths[n]) : cell.padStart(widths[n]))).join(' ')

export function titles() {
  return row(['name', 'what', 'aim', 'measured', 'half between', 'ours / base', 'by rate'])
}

/** Whether a figure is as it should be. */
export function fulfilled({ aim: { least = -Infinity, most = Infinity }, value }) {
  return value >= least && value <= most
}

export function line(result) {
  const { name, what, aim, value, spread, ours, base, unit, rate } = result
  return row([
    name,
    what,
    aim.least === undefined ? `<= ${aim.most}` : `>= ${aim.least}`,
    `${value.toFixed(2)}${fulfilled(result) ? '  ' : ' !'}`,
    spread ? spread.map((ratio) => ratio.toFixed(2)).join(' - ') : unit,
    ours === undefined ? '' : `${short(ours)} / ${short(base)} ${unit}`,
    rate ? rate.value.toFixed(2) : '',
  ])
}

const short = (n) => (n < 100 ? n.toFixed(1) : n.toFixed(0))
