// What stays of a result that is too old to be kept whole: what speaks to the agent in it, and where it wants something to go.
import { ASKS, COMMANDS, type Mentions } from '../../model/mentions.js'
import { AIMS, KIND_INDEX } from './text/values.js'

/** Results of one task of which so much is kept; the oldest goes first. */
export const FADED_MAX = 16
/** … and of each of them so many values and instructions. */
const KEPT_MAX = 12

const WEB: ReadonlySet<number> = new Set([KIND_INDEX['address of the web'], KIND_INDEX.host])

/** null where nothing of it is worth it: most results tell and ask for nothing. */
export function fadedOf(mentions: Mentions): Mentions | null {
  if (mentions.role !== 'result' || mentions.trust === 'trusted') return null
  const instructions = mentions.instructions
    .filter(({ manner }) => manner >= COMMANDS)
    .slice(0, KEPT_MAX)
  const aims = mentions.values.filter(({ kind }) => AIMS.has(kind) || WEB.has(kind))
  const asked = aims.filter(({ manner }) => manner >= ASKS).slice(0, KEPT_MAX)
  if (instructions.length === 0 && asked.length === 0) return null
  // What merely stands there speaks for what is asked for as well as against it.
  const values = [...aims.filter(({ manner }) => manner < ASKS).slice(0, KEPT_MAX), ...asked]
  // Whether the prompt points there is told from the record that it stands in.
  const stood = new Set([...instructions, ...values].map(({ record }) => record))
  const records = mentions.records.map((record, at) => (stood.has(at) ? record : ''))
  return { ...mentions, values, records, instructions, dropped: 0 }
}
