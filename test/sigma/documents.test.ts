// Documents that refer to one another do what the specification says: chains, aliases, filters, and rules that take another's place.
import { expect, test } from '@jest/globals'
import { found, load } from './found.js'

const CHAIN = `title: failed login
name: failed_login
logsource: { product: ambit }
detection: { selection: { type: user.login, outcome: deny }, condition: selection }
---
title: successful login
name: successful_login
logsource: { product: ambit }
detection: { selection: { type: user.login, outcome: allow }, condition: selection }
---
title: many failed logins
name: many_failed_logins
correlation:
  type: event_count
  rules: [failed_login]
  group-by: [host, account]
  timespan: 5m
  condition: { gte: 3 }
---
title: brute force
correlation:
  type: temporal_ordered
  rules: [many_failed_logins, successful_login]
  group-by: [account]
  timespan: 10m
level: high
`

const login = (outcome: string, account: string): Readonly<Record<string, unknown>> => ({
  type: 'user.login',
  outcome,
  account,
  host: 'h1',
})

test('many failed logins of an account and then one that succeeds are found by the outermost rule alone', () => {
  const { told } = load({ 'brute.yml': CHAIN })
  expect(told).toEqual([])
  const titles = found(load({ 'brute.yml': CHAIN }), [
    login('deny', 'bob'),
    login('deny', 'bob'),
    login('allow', 'bob'),
    login('deny', 'bob'),
    login('allow', 'eve'),
    login('allow', 'bob'),
  ])
  expect(titles).toEqual([[], [], [], [], [], ['brute force']])
})

test('an alias is one name for fields that are called otherwise in each rule', () => {
  const rules = `title: internal error
name: internal_error
detection: { selection: { http.response.status_code: 500 }, condition: selection }
---
title: new connection
name: new_network_connection
detection: { selection: { event.category: network, event.type: connection }, condition: selection }
---
title: error and connection
correlation:
  type: temporal
  rules: [internal_error, new_network_connection]
  group-by: [internal_ip, remote_ip]
  timespan: 10s
  aliases:
    internal_ip: { internal_error: destination.ip, new_network_connection: host.ip }
    remote_ip: { internal_error: client.ip, new_network_connection: destination.ip }
`
  const error = (destination: string, client: string) => ({
    http: { response: { status_code: 500 } },
    destination: { ip: destination },
    client: { ip: client },
  })
  const connection = {
    event: { category: 'network', type: 'connection' },
    host: { ip: '10.0.0.1' },
    destination: { ip: '192.0.2.1' },
  }
  const loaded = load({ 'r.yml': rules })
  expect(found(loaded, [error('10.0.0.1', '192.0.2.1'), connection])[1]).toEqual([
    'error and connection',
  ])
  expect(found(loaded, [error('10.0.0.2', '192.0.2.1'), connection])[1]).toEqual([])
})

const LISTED_BY_ID = `title: refused
id: 11111111-1111-4111-8111-111111111111
name: refused_login
logsource: { product: ambit }
detection: { s: { type: user.login, outcome: deny }, condition: s }
---
title: let in
id: 22222222-2222-4222-8222-222222222222
name: login
logsource: { product: ambit }
detection: { s: { type: user.login, outcome: allow }, condition: s }
---
title: in one and no other
correlation:
  type: temporal
  rules: [11111111-1111-4111-8111-111111111111, login]
  group-by: [who]
  timespan: 5m
  aliases:
    who: { refused_login: account, 22222222-2222-4222-8222-222222222222: user }
  condition: refused_login and 22222222-2222-4222-8222-222222222222
`

test('a rule that a correlation lists by its id is the same by its name, in aliases and in the condition', () => {
  const loaded = load({ 'r.yml': LISTED_BY_ID })
  expect(loaded.told).toEqual([])
  const deny = { type: 'user.login', outcome: 'deny', account: 'bob' }
  const allow = (user: string) => ({ type: 'user.login', outcome: 'allow', user })
  expect(found(loaded, [deny, allow('eve'), allow('bob')])).toEqual([
    [],
    [],
    ['in one and no other'],
  ])
})

test('a rule that has two fields in one alias, by its id and by its name, is told', () => {
  const twice = LISTED_BY_ID.replace(
    'refused_login: account',
    '$&, 11111111-1111-4111-8111-111111111111: x',
  )
  expect(load({ 'r.yml': twice }).told.join()).toMatch(
    /r\.yml:20:\d+: "11111111-1111-4111-8111-111111111111" has a field in this alias already/,
  )
})

test('a slip in the name or the id of a rule is told with what may be meant, whichever of them the correlation lists', () => {
  const slips = LISTED_BY_ID.replace('refused_login: account', 'refusd_login: account')
    .replace('2222: user', '2223: user')
    .replace('condition: refused_login', 'condition: refused_logn')
  expect(load({ 'r.yml': slips }).told).toEqual(
    expect.arrayContaining([
      `r.yml:20:12: "refusd_login" is none of this correlation's rules, did you mean "refused_login"?`,
      `r.yml:20:35: "22222222-2222-4222-8222-222222222223" is none of this correlation's rules, did you mean "22222222-2222-4222-8222-222222222222"?`,
      `r.yml:21:14: character 1: "refused_logn" is none of this correlation's rules, did you mean "refused_login"?`,
    ]),
  )
})

test('a field of an alias that no event has is told where it stands, by whichever name of the rule', () => {
  const mistyped = LISTED_BY_ID.replace('refused_login: account', 'refused_login: task.purpos')
  const fault =
    'r.yml:20:27: the joined event has no field "task.purpos", did you mean "task.purpose"?'
  expect(load({ 'r.yml': mistyped }).told).toEqual([fault])
  const counted = mistyped
    .replace('temporal', 'value_count')
    .replace('group-by: [who]', 'group-by: []')
    .replace(/condition: refused.*/, 'condition: { field: who, gte: 2 }')
  expect(load({ 'r.yml': counted }).told).toEqual([fault])
})

test('a filter narrows the rules that it names, by id or by name, and no others', () => {
  const rule = (name: string, id: string): string =>
    `title: ${name}\nname: ${name}\nid: ${id}\nlogsource: { product: ambit }\ndetection: { s: { type: a.x }, condition: s }\n`
  const loaded = load({
    'a.yml': rule('one', '1a'),
    'b.yml': rule('two', '2b'),
    'c.yml': rule('three', '3c'),
    'f.yml': `title: not the administrators
logsource: { product: ambit }
filter:
  rules: [1a, two]
  selection: { User|startswith: 'adm_' }
  condition: not selection
`,
  })
  const titles = found(loaded, [
    { type: 'a.x', User: 'adm_bob' },
    { type: 'a.x', User: 'bob' },
  ])
  expect(titles.map((of) => [...of].sort())).toEqual([['three'], ['one', 'three', 'two']])
})

test('what a rule asks, its filters, its lists and its mapping are its version; its place is not', () => {
  const rule = `title: r\nid: r\nlogsource: { product: aws, service: cloudtrail }\ndetection: { s: { eventName|expand: '%names%' }, condition: s }\n`
  const version = (
    files: Readonly<Record<string, string>>,
    names: readonly string[] = ['a'],
  ): string => load(files, { names }).set.detections.find(({ id }) => id === 'r')!.version
  const plain = version({ 'r.yml': rule })
  expect(plain).toMatch(/^[0-9a-f]{16}$/)
  expect(version({ 'deep/s.yml': rule })).toBe(plain)
  expect(version({ 'r.yml': rule }, ['b'])).not.toBe(plain)
  expect(version({ 'r.yml': rule.replace('title: r', 'title: q') })).not.toBe(plain)
  const filter = 'title: f\nfilter: { rules: any, s: { type: x }, condition: not s }\n'
  expect(version({ 'r.yml': rule, 'f.yml': filter })).not.toBe(plain)
  const mapping =
    'logsource: { product: aws, service: cloudtrail }\nevents: { attributes.trail|exists: true }\n'
  expect(version({ 'r.yml': rule, 'mappings/m.yml': mapping })).not.toBe(plain)
})
