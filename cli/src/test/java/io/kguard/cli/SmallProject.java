// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A project whose checks need no root: they are made on written events. */
final class SmallProject {
    /** A line of an audit log: somebody reads a secret. {@link #secretReadRule} fires on it. */
    static final String SECRET_READ =
            "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":\"Metadata\",\"auditID\":\"1\",\"stage\":\"ResponseComplete\",\"requestURI\":\"/api/v1/namespaces/a/secrets/b\",\"verb\":\"get\",\"user\":{\"username\":\"eve\",\"groups\":[]},\"sourceIPs\":[\"10.0.0.1\"],\"objectRef\":{\"resource\":\"secrets\",\"namespace\":\"a\",\"name\":\"b\",\"apiVersion\":\"v1\"},\"responseStatus\":{\"code\":200},\"requestReceivedTimestamp\":\"2026-01-01T00:00:00.000000Z\",\"stageTimestamp\":\"2026-01-01T00:00:00.000000Z\"}\n";

    private SmallProject() {}

    /** Its rule, an attack that fires it, and a twin that does not. */
    static void in(Path folder) throws IOException {
        write(folder.resolve("src/kguard/rules/rules.yaml"), """
                - rule: Passwords read
                  desc: The file of password hashes is read
                  condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow and proc.name = cat
                  output: passwords read by %proc.name
                  priority: NOTICE
                """);
        write(folder.resolve("src/kguard/scenarios/shadow.yaml"), """
                scenario: shadow
                title: Reads the password hashes
                attack: [T1003.008]
                events: shadow.events.yaml
                fires: [Passwords read]
                twin:
                  scenario: harmless
                  title: Reads another file
                  events: harmless.events.yaml
                """);
        write(folder.resolve("src/kguard/scenarios/shadow.events.yaml"), events("/etc/shadow"));
        write(folder.resolve("src/kguard/scenarios/harmless.events.yaml"), events("/etc/hosts"));
    }

    /** Event scripts of a program that reads a file. */
    static String events(String file) {
        return """
                processes:
                  - {name: cat, path: /usr/bin/cat}
                actions:
                  - cat: {reads: %s}
                """.formatted(file);
    }

    /** Makes the attack another one, which the rule misses. */
    static void missTheAttack(Path folder) throws IOException {
        write(folder.resolve("src/kguard/scenarios/shadow.events.yaml"), events("/etc/gshadow"));
    }

    /** A rule about the Kubernetes audit log. */
    static void secretReadRule(Path file) throws IOException {
        write(file, """
                - rule: Secret read
                  desc: A secret is read
                  condition: ka.verb = get and ka.target.resource = secrets
                  output: secret read by %ka.user.name
                  priority: NOTICE
                  source: k8s_audit
                """);
    }

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
