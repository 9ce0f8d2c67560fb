// What `verify` found, for a person: first whether all is well, then each fault with its place, then how far signatures reach.
import type { Verdict } from '../audit/verify.js'
import { plain } from './explain-text.js'

export function verdictText(verdict: Verdict, name: string, seconds: number): string {
  const { records, checkpoints, lists, keys, faults, more, notes } = verdict
  const lines: string[] = []
  const counted = `${records} records and ${checkpoints} checkpoints of ${name}, read in ${seconds.toFixed(1)} s`
  if (faults.length === 0) lines.push(`Whole: ${counted}`)
  else lines.push(`NOT whole: ${faults.length + more} faults in ${counted}`, '')
  for (const { kind, place, sentence } of faults)
    lines.push(`  ${kind}  ${place === '' ? '' : `${place}  `}${sentence}`)
  if (more > 0) lines.push(`  and ${more} more`)
  lines.push('')
  for (const { chain, stream, from, to, signedTo } of lists)
    if (to > 0)
      lines.push(`  ${chain}  ${stream} ${from} to ${to}, signed up to ${signedTo || 'none'}`)
  for (const key of keys) lines.push(`  key ${key}`)
  for (const note of notes) lines.push(`  note: ${note}`)
  return `${lines.map(plain).join('\n')}\n`
}
