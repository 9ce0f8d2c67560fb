// A fleet whose agents go astray in each way that leads to a command; what comes late, and what is used after its end.
import { at, START_MS, type Said, type Wire } from '../scenario/play.js'
import type { Chance } from './chance.js'

const STORIES = [
  'outlives',
  'outlives',
  'outlives',
  'outlives',
  'key',
  'key',
  'contained',
  'mail',
  'late binding',
  'goes on',
] as const
export type Story = (typeof STORIES)[number]

export const storyOf = (n: number): Story => STORIES[n % STORIES.length] as Story

/** The seconds that a wave takes. */
export const WAVE_S = 100

export interface Wave {
  /** what is told in its order */
  readonly first: readonly Wire[]
  /** what is told when the commands are out */
  readonly later: readonly Wire[]
}

/** The agents from `from` to `to`, with stories that begin at `fromMs`. */
export function waveOf(from: number, to: number, fromMs: number, chance: Chance): Wave {
  const first: Wire[] = []
  const later: Wire[] = []
  for (let n = from; n < to; n++) {
    const story = storyOf(n)
    const own = told(n, story, chance('tier', n) < 0.2 ? 'high' : 'medium')
    first.push(...own.first)
    later.push(...own.later)
  }
  const moved = (events: readonly Wire[]) =>
    events
      .map((event) => ({ ...event, time: (event['time'] as number) - START_MS + fromMs }))
      .sort((a, b) => a.time - b.time)
  return { first: moved(first), later: moved(later) }
}

function told(n: number, story: Story, tier: string): Wave {
  const agent = `a${n}`
  const task = `T${n}`
  const credential = `c${n}`
  const workload = `spiffe://corp/w${n}`
  const say = (second: number, type: string, said: Said): Wire =>
    at(second, type, { id: `${n}/${type}@${second}`, ...said })
  const use = (second: number, action: string): Wire =>
    say(second, 'resource.accessed', { workload, credential, action, outcome: 'allow' })
  const ofTier = story === 'contained' || story === 'mail' ? 'high' : tier
  const begins = [
    say(0, 'task.started', { agent, tier: ofTier, task, purpose: 'summarise' }),
    say(1, 'credential.issued', { agent, workload, credential, task }),
  ]
  switch (story) {
    case 'outlives': {
      const more = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight'].map((name) =>
        say(2, 'credential.issued', {
          id: `${n}/${name}`,
          agent,
          workload,
          credential: `${credential}-${name}`,
          task,
        }),
      )
      return { first: [...begins, ...more, say(40, 'task.ended', { agent, task })], later: [] }
    }
    case 'key':
    case 'contained':
      return { first: [...begins, use(20, 'iam:CreateAccessKey')], later: [] }
    case 'mail':
      return {
        first: [
          ...begins,
          say(20, 'tool.called', { agent, task, tool: 'send_email', outcome: 'allow' }),
        ],
        later: [],
      }
    case 'late binding':
      return {
        first: [...begins, say(40, 'task.ended', { agent, task })],
        later: [say(30, 'credential.issued', { agent, credential, task: `U${n}` })],
      }
    case 'goes on':
      return {
        first: [...begins, use(20, 'iam:CreateAccessKey')],
        later: [use(107, 's3:GetObject')],
      }
  }
}
