// What a correlation may say, and every complaint about one that says something else.
import { describe, expect, test } from '@jest/globals'
import { correlations, type Complaint } from './rules.js'

const LEAVES = ['read_secret', 'send_out', 'approval', 'denials']

function complaints(
  said: Readonly<Record<string, unknown>>,
  unknownFields: readonly string[] = [],
): readonly Complaint[] {
  return correlations(said, LEAVES, unknownFields).complaints
}

const sound = {
  type: 'event_count',
  rules: ['denials'],
  'group-by': ['agent.id'],
  timespan: '1m',
  condition: { gte: 20 },
}

describe('a correlation', () => {
  test("of the specification's own examples is read as it stands there", () => {
    const leaves = [
      'login',
      'cmd_a',
      'cmd_b',
      'cmd_c',
      'internal_error',
      'new_connection',
      'website_access',
      'processes',
    ]
    const { rules, complaints: told } = correlations(
      {
        many_failed: {
          type: 'event_count',
          rules: ['login'],
          'group-by': ['ComputerName'],
          timespan: '1h',
          condition: { gte: 100 },
        },
        many_users: {
          type: 'value_count',
          rules: ['login'],
          'group-by': ['ComputerName', 'WorkstationName'],
          timespan: '1d',
          condition: { field: 'User', gte: 100 },
        },
        range: {
          type: 'event_count',
          rules: ['login'],
          'group-by': ['User'],
          timespan: '90m',
          condition: { gt: 100, lte: 200 },
        },
        recon: {
          type: 'temporal',
          rules: ['cmd_a', 'cmd_b', 'cmd_c'],
          'group-by': ['ComputerName', 'User'],
          timespan: '5m',
        },
        then_in: {
          type: 'temporal_ordered',
          rules: ['many_failed', 'login'],
          'group-by': ['User'],
          timespan: '1h',
        },
        ordered: {
          type: 'temporal_ordered',
          rules: ['cmd_a', 'cmd_b', 'cmd_c'],
          'group-by': ['ComputerName'],
          timespan: '5m',
          condition: 'cmd_a AND cmd_b AND cmd_c',
        },
        error_then: {
          type: 'temporal',
          rules: ['internal_error', 'new_connection'],
          'group-by': ['internal_ip', 'remote_ip'],
          timespan: '10s',
          aliases: {
            internal_ip: { internal_error: 'destination.ip', new_connection: 'source.ip' },
            remote_ip: { internal_error: 'source.ip', new_connection: 'destination.ip' },
          },
        },
        sum: {
          type: 'value_sum',
          rules: ['website_access'],
          'group-by': ['SourceIP'],
          timespan: '1h',
          condition: { field: 'bytes_sent', gt: 1000000 },
        },
        average: {
          type: 'value_avg',
          rules: ['website_access'],
          'group-by': ['SourceIP'],
          timespan: '24h',
          condition: { field: 'BytesOut', gt: 500 },
        },
        rare: {
          type: 'value_percentile',
          rules: ['processes'],
          'group-by': ['ComputerName'],
          timespan: '24h',
          condition: { field: 'image', lte: 1 },
        },
      },
      leaves,
    )
    expect(told).toEqual([])
    expect(rules.map(({ type, timespanMs }) => `${type} ${timespanMs / 1000}`)).toEqual([
      'event_count 3600',
      'value_count 86400',
      'event_count 5400',
      'temporal 300',
      'temporal_ordered 3600',
      'temporal_ordered 300',
      'temporal 10',
      'value_sum 3600',
      'value_avg 86400',
      'value_percentile 86400',
    ])
  })

  test('groups by the field that its alias names in the events of each rule', () => {
    const { plans } = correlations(
      {
        error_then: {
          type: 'temporal',
          rules: ['read_secret', 'send_out'],
          'group-by': ['host'],
          timespan: '10s',
          aliases: { host: { read_secret: 'destination.ip', send_out: 'source.ip' } },
        },
      },
      LEAVES,
    )
    expect(plans.feeds.get('read_secret')?.[0]?.groupFields.map(({ name }) => name)).toEqual([
      'destination.ip',
    ])
    expect(plans.feeds.get('send_out')?.[0]?.groupFields.map(({ name }) => name)).toEqual([
      'source.ip',
    ])
  })

  test('is refused with all that is wrong with it at once', () => {
    const told = complaints({
      one: {
        type: 'event_counts',
        rules: ['denial', 'denials'],
        'group-by': [3],
        timespan: '5M',
        condition: { gte: 'many', at_least: 3 },
        windows: 'sliding',
      },
    })
    expect(told.map(({ path }) => path)).toEqual([
      'one.windows',
      'one.type',
      'one.group-by.0',
      'one.timespan',
      'one.condition.gte',
      'one.condition.at_least',
    ])
  })

  test('that names a rule which is not there is told which one may be meant', () => {
    expect(complaints({ one: { ...sound, rules: ['denial'] } })).toEqual([
      { path: 'one.rules.0', sentence: 'there is no rule "denial", did you mean "denials"?' },
    ])
  })

  test('that waits for itself, by whatever way, is told the way', () => {
    const told = complaints({
      one: { ...sound, rules: ['two'] },
      two: { ...sound, rules: ['denials', 'three'] },
      three: { ...sound, rules: ['one'] },
    })
    expect(told.map(({ sentence }) => sentence)).toEqual([
      'it runs in a circle: one → two → three → one',
      'it runs in a circle: two → three → one → two',
      'it runs in a circle: three → one → two → three',
    ])
  })

  test('that groups by a field which no event of its rules has is refused, as no group would ever come together', () => {
    expect(
      complaints({ one: { ...sound, 'group-by': ['agent.id', 'taks.id'] } }, ['taks.id']),
    ).toEqual([{ path: 'one.group-by.1', sentence: 'no event has a field "taks.id"' }])
  })

  test.each([
    ['a count of none', { condition: { eq: 0 } }, /no window that an event opens has eq 0/],
    ['a count below one', { condition: { lt: 1 } }, /no window that an event opens/],
    ['a range that holds no number', { condition: { gt: 3, lt: 4 } }, /never complete/],
    ['more rules than there are', { type: 'temporal', condition: { gte: 2 } }, /gte 2 of 1 rules/],
    [
      'only absence',
      { type: 'temporal', condition: 'not denials' },
      /no event that could open a window/,
    ],
    [
      'a contradiction',
      { type: 'temporal', condition: 'denials and not denials' },
      /contradicts itself/,
    ],
    [
      'a share above all',
      { type: 'value_percentile', condition: { gt: 100, field: 'x' } },
      /share/,
    ],
    [
      'an impossible sum',
      { type: 'value_sum', condition: { gt: 5, lt: 5, field: 'x' } },
      /nothing is gt 5 and lt 5/,
    ],
  ])('that can never complete is refused: %s', (_, changed, sentence) => {
    const told = complaints({ one: { ...sound, ...changed } })
    expect(told.map((one) => one.path)).toEqual(['one.condition'])
    expect(told[0]?.sentence).toMatch(sentence)
  })

  test('with an upper bound on rules in order is refused, never run as something else', () => {
    const told = complaints({
      one: {
        ...sound,
        type: 'temporal_ordered',
        rules: ['read_secret', 'send_out'],
        condition: { lt: 2 },
      },
    })
    expect(told).toHaveLength(1)
    expect(told[0]?.sentence).toMatch(/not run/)
  })

  test.each([
    ['read_secret and', /ends where a rule is expected/],
    ['read_secret send_out', /stands where and\/or is expected/],
    ['read_secret and (send_out', /not closed/],
    ['read_secret and sendout', /"sendout" is none of this correlation's rules/],
    [`${'('.repeat(100)}read_secret`, /parentheses may lie/],
  ])('with the condition "%s" is told what is wrong with it', (condition, sentence) => {
    const told = complaints({
      one: { ...sound, type: 'temporal', rules: ['read_secret', 'send_out'], condition },
    })
    expect(told.map((one) => one.path)).toEqual(['one.condition'])
    expect(told[0]?.sentence).toMatch(sentence)
  })
})
