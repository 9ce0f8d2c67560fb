// What each key of a configuration allows but all of them together do not.
import { Problem } from '../model/problem.js'
import { isLoopback } from '../web/guard-address.js'
import { pathText, type Places } from './config-complaint.js'
import type { Config } from './config-schema.js'
import { sourcesOf, wireNames } from './config-settings.js'

/** What each value allows but all together do not. */
export function contradictions(config: Config, places: Places): Problem[] {
  const problems: Problem[] = []
  const complain = (path: readonly PropertyKey[], sentence: string): void => {
    const place = places.of(path, 'value')
    problems.push(new Problem('CONFIG_INVALID', place, `${pathText(path)}: ${sentence}`))
  }
  const users = new Map<string, string>()
  const claim = (topic: string, path: readonly PropertyKey[]): void => {
    const user = users.get(topic)
    if (user !== undefined) complain(path, `the topic ${topic} is taken already, by ${user}`)
    else users.set(topic, pathText(path))
  }
  sourcesOf(config).forEach(({ topic }, i) => claim(topic, ['sources', i, 'topic']))
  for (const [key, topic] of Object.entries(wireNames(config))) claim(topic, ['topics', key])

  const { http, kafka } = config
  if (http?.host !== undefined && !isLoopback(http.host) && http.token === undefined) {
    complain(['http', 'host'], 'an address other than loopback needs http.token as well')
  }
  if (kafka === undefined || kafka.brokers.every((broker) => isLoopback(hostOf(broker))))
    return problems
  const ssl = kafka.ssl === undefined ? false : kafka.ssl
  if (kafka.sasl?.mechanism === 'plain' && ssl === false) {
    complain(
      ['kafka', 'sasl', 'mechanism'],
      'plain sends the password readable; set kafka.ssl as well',
    )
  }
  for (const key of ['reject_unauthorized', 'rejectUnauthorized'] as const) {
    if (typeof ssl === 'object' && ssl[key] === false) {
      complain(
        ['kafka', 'ssl', key],
        'without it anybody can pose as the broker; name its authority in ca',
      )
    }
  }
  return problems
}

function hostOf(broker: string): string {
  return broker.slice(0, broker.lastIndexOf(':')).replace(/^\[|\]$/g, '')
}
