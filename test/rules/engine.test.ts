// Rules at work in the engine: events as they come in, findings and commands as they go out.
import { describe, expect, test } from '@jest/globals'
import { createRulesAtWork } from '../../src/sigma/at-work.js'
import { at, type Wire } from '../scenario/play.js'
import { run, type Out } from './run.js'
import { and, contains, keyword, making, not, rule, ruleSet, text } from './made.js'

const told = ({ findings }: Out): readonly string[] =>
  findings.map(({ activity, rule: id, cause }) => `${activity} ${id} ${cause.eventId}`)

describe('a rule over one event', () => {
  test('gives one finding for a task, however many of its events fit', () => {
    const make = making()
    const secrets = rule(make, 'secrets', make.is('capability', text('secret')))
    const read = (second: number): Wire =>
      at(second, 'resource.accessed', { agent: 'a', task: 't', action: 'vault:read' })
    const out = run(
      make,
      [rule(make, 'reads', make.is('action', contains('READ'))), secrets],
      [at(0, 'task.started', { agent: 'a', task: 't', purpose: 'summarise' }), read(1), read(2)],
    )
    expect(told(out).filter((line) => line.includes('reads'))).toEqual([
      'create reads resource.accessed@1/a',
    ])
  })

  test('asks a person where it is told to escalate', () => {
    const make = making()
    const asks = rule(make, 'asks', make.is('tool.name', text('post')), 'escalate')
    const out = run(make, [asks], [at(1, 'tool.called', { agent: 'a', task: 't', tool: 'post' })])
    expect(out.commands.map(({ type, rules }) => [type, rules])).toContainEqual([
      'escalate',
      ['asks'],
    ])
  })

  test('is taken back where its event turns out to be of another identity', () => {
    const make = making()
    const reads = rule(make, 'reads', make.is('action', text('s3:GetObject')))
    const out = run(
      make,
      [reads],
      [
        at(0, 'agent.started', { agent: 'a', workload: 'spiffe://x/w' }),
        at(5, 'resource.accessed', {
          workload: 'spiffe://x/w',
          credential: 'c',
          action: 's3:GetObject',
        }),
        at(1, 'credential.issued', { agent: 'b', credential: 'c' }),
      ],
    )
    expect(told(out).filter((line) => line.includes('reads'))).toEqual([
      'create reads resource.accessed@5/c',
      'close reads resource.accessed@5/c',
      'create reads resource.accessed@5/c',
    ])
    expect(out.findings.at(-1)?.identity).toBe('b')
  })
})

describe('what a rule reads of an event', () => {
  test('crosses the hop where it is nowhere else, and nothing else does', () => {
    const make = making()
    const odd = rule(make, 'odd', make.is('attributes.http.method', text('delete')))
    const out = run(
      make,
      [odd],
      [
        at(1, 'tool.called', {
          agent: 'a',
          tool: 'x',
          more: { attributes: { 'http.method': 'DELETE', other: 1 } },
        }),
        at(2, 'tool.called', { agent: 'a', tool: 'x' }),
      ],
    )
    expect(told(out)).toContain('create odd tool.called@1/a')
    expect(out.crossed.map(({ carried }) => carried)).toEqual([
      { values: { 'attributes.http.method': 'DELETE' }, holds: [] },
      null,
    ])
  })

  test('of prompts and arguments is answered before the hop, and only the answer crosses', () => {
    const make = making()
    const asked = rule(
      make,
      'asked',
      and(
        make.is('tool.arguments.to', contains('@evil.example')),
        not(make.is('tool.arguments.draft', text('true'))),
      ),
    )
    const anywhere = rule(make, 'anywhere', keyword(contains('swordfish')))
    const call = (second: number, args: unknown): Wire => ({
      ...at(second, 'tool.called', { agent: 'a', task: `t${second}` }),
      tool: { name: 'send_email', arguments: args },
    })
    const out = run(
      make,
      [asked, anywhere],
      [
        call(1, { to: ['me@good.example', 'you@evil.example'] }),
        call(2, { to: 'you@evil.example', draft: true }),
        call(3, { to: 'you@good.example', body: { text: 'the word is Swordfish' } }),
      ],
    )
    expect(told(out).filter((line) => !line.includes('ambit.'))).toEqual([
      'create asked tool.called@1/a',
      'create anywhere tool.called@3/a',
    ])
    expect(JSON.stringify(out.crossed.map(({ carried }) => carried))).not.toMatch(/evil|sword/i)
  })

  test('of the purpose is what was declared for the task', () => {
    const make = making()
    const purpose = rule(make, 'purpose', make.is('task.purpose', text('summarise')))
    const out = run(
      make,
      [purpose],
      [
        at(0, 'task.started', { agent: 'a', task: 't', purpose: 'Summarise' }),
        at(1, 'tool.called', { agent: 'a', task: 't', tool: 'x' }),
        at(2, 'tool.called', { agent: 'b', task: 'u', tool: 'x' }),
      ],
    )
    expect(out.findings.map(({ identity, count }) => [identity, count])).toContainEqual(['a', 1])
    expect(
      out.findings.some(({ identity, rule: id }) => identity === 'b' && id === 'purpose'),
    ).toBe(false)
  })

  test('of what was said cannot be compared with what is known of the identity', () => {
    const make = making()
    const compares = rule(
      make,
      'compares',
      make.is('tool.arguments.owner', {
        is: 'reference',
        field: make.field('agent.owner'),
        at: 'whole',
        cased: false,
      }),
    )
    expect(() => createRulesAtWork(ruleSet(make, [compares]))).toThrow(/compared nowhere/)
  })
})
