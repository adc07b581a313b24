// SPDX-License-Identifier: Apache-2.0
package io.kguard.fuzz;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.EventScript;
import io.kguard.engine.Explanation;
import io.kguard.engine.RuleOutcome;
import io.kguard.engine.RuleSet;
import io.kguard.engine.Session;
import io.kguard.event.FalcoVersion;

/** Events of many types, for a fuzzer's rules. */
final class WrittenEvents {
    private static final EventBuilder EVENTS = EventScript.parse("events.yaml", """
            containers:
              - {name: nginx, image: "nginx:1.25", pod: web, namespace: default}
            processes:
              - {name: nginx, path: /usr/sbin/nginx, args: [-g, "a b"], container: nginx, terminal: true}
              - {name: host, path: /usr/bin/host}
            actions:
              - nginx: {reads: /etc/shadow}
              - nginx: {spawns: [/bin/sh, -c, id], as: sh}
              - sh: {connects: "203.0.113.77:3333"}
              - host: {accepts: ["10.0.0.1:4000", 22]}
              - sh: {renames: [/tmp/a, /tmp/b]}
              - sh: {becomes: 1000}
              - sh: {exits: 1}
            """, FalcoVersion.CURRENT);

    private WrittenEvents() {}

    /** Evaluates rules on the events, and explains those that stay silent. */
    static void evaluate(RuleSet rules) {
        play(EVENTS, rules);
    }

    /** Evaluates rules on given events, and explains those that stay silent. */
    static void play(EventBuilder events, RuleSet rules) {
        Session session = Session.of(rules, alert -> {});
        events.play(session, session::judge);
        for (RuleOutcome outcome : session.outcomes()) {
            for (Explanation explanation : outcome.closest()) {
                if (explanation.toString().isBlank()) {
                    throw new IllegalStateException("an explanation that says nothing");
                }
            }
        }
    }
}
