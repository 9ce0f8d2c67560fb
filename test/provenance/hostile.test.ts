// Texts that are written to be read for ever: each is done with in a moment, in a result as in a prompt and an argument.
import { expect, test } from '@jest/globals'
import { createAdmit } from '../../src/admit/admit.js'
import { createGraph } from '../../src/bind/graph.js'
import { loadSettings } from '../../src/cli/config.js'
import { loadKnowledge } from '../../src/cli/replay.js'
import { TEXT_LENGTH_MAX } from '../../src/correlate/provenance/text/normal.js'
import { createEngine } from '../../src/engine.js'
import { Problem } from '../../src/model/problem.js'
import { START_MS } from '../scenario/play.js'

/** What took the square of its length, or two to its power, takes minutes at this length and more. */
const LIMIT_MS = 5_000
const BEGINNINGS = ['', 'call ', 'via ', 'do ', 'do it ', 'before ', 'https://a.test/']
const REPEATED =
  'a|fix it |a_|aB|a.|a |.|!.| |\n |я|0|a-|-|a@|"|a,|1,|,000|dot |a dot |a at |the |do |ignore |USER:\n|_A |Ab |[at]|%41|&#64;|1 to |('.split(
    '|',
  )

test.each(BEGINNINGS)('what begins with "%s" and says one thing again and again', (beginning) => {
  const settings = loadSettings({ env: {} })
  const engine = createEngine(settings, loadKnowledge(settings), createGraph({ credentials: 100 }))
  const admit = createAdmit({ limits: settings.limits })
  const nothing = (): void => {}
  let offset = 0
  const tookMs = (type: string, more: object): number => {
    const event = { id: `e${offset}`, time: START_MS + offset, type, agent: { id: 'a' }, ...more }
    const origin = { topic: 'agent-events', partition: 0, offset: String(offset++) }
    const admitted = admit.admitLine(JSON.stringify(event), origin)
    if (admitted instanceof Problem || !('event' in admitted)) throw new Error('no event')
    const sink = { joined: nothing, decision: nothing, command: nothing, finding: nothing }
    const from = performance.now()
    engine.step(admitted, sink)
    return performance.now() - from
  }
  for (const repeated of REPEATED)
    for (const end of ['', '@']) {
      const text =
        beginning + repeated.repeat(Math.floor(TEXT_LENGTH_MAX / repeated.length - 2)) + end
      const worst = Math.max(
        tookMs('tool.returned', { tool: { name: 'fetch_page', result: text } }),
        tookMs('prompt.received', { prompt: { text, from: 'external' } }),
        tookMs('tool.called', {
          tool: { name: 'send_email', arguments: { to: text, body: text } },
        }),
      )
      expect({ repeated, end, inTime: worst < LIMIT_MS }).toEqual({ repeated, end, inTime: true })
    }
})
