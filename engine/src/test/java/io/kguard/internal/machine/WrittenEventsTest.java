// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.EventScript;
import io.kguard.capture.EventScriptException;
import io.kguard.capture.ScapReader;
import io.kguard.capture.WrittenProcess;
import io.kguard.event.Event;
import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WrittenEventsTest {
    private static final String SCRIPT = """
            containers:
              - {name: nginx, image: "nginx:1.25", pod: web, namespace: prod}
            processes:
              - {name: nginx, path: /usr/sbin/nginx, args: [-g, daemon off;], container: nginx}
            actions:
              - nginx: {reads: /etc/shadow}
              - nginx: {spawns: [/bin/sh, -c, id], as: sh}
              - sh: {connects: "203.0.113.77:3333"}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void processesAndContainersAreAsDescribed(FalcoVersion version) {
        EventBuilder events = new EventBuilder(version);
        WrittenProcess nginx = events.pod("web", "prod")
                .container("nginx", "nginx:1.25")
                .process("/usr/sbin/nginx", "-g", "daemon off;");
        nginx.reads("/etc/shadow");
        nginx.spawns("/bin/sh", "-c", "id").connects("203.0.113.77", 3333);
        assertThat(ends(events, version)).containsExactlyElementsOf(EXPECTED);
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void theYamlFormMeansTheSame(FalcoVersion version) {
        assertThat(ends(EventScript.parse("events.yaml", SCRIPT, version), version))
                .containsExactlyElementsOf(EXPECTED);
    }

    private static final List<String> EXPECTED = List.of(
            "openat by nginx -g daemon off; in web of prod: f /etc/shadow",
            "clone by nginx -g daemon off; in web of prod",
            "clone by nginx -g daemon off; in web of prod",
            "execve by sh -c id in web of prod",
            "socket by sh -c id in web of prod: 4 ",
            "connect by sh -c id in web of prod: 4 10.0.0.2:40003->203.0.113.77:3333");

    @Test
    void aCaptureOfThemReadsTheSame() throws IOException {
        EventBuilder events = EventScript.parse("events.yaml", SCRIPT, FalcoVersion.V0_40);
        Path file = folder.resolve("written.scap");
        events.writeTo(file);
        Machine machine = new Machine(FalcoVersion.V0_40);
        List<String> ends = new ArrayList<>();
        Event event = new Event(FalcoVersion.V0_40);
        try (ScapReader reader = ScapReader.open(file, FalcoVersion.V0_40, machine)) {
            while (reader.next(event)) {
                judge(machine, event, ends);
            }
        }
        assertThat(ends).containsExactlyElementsOf(EXPECTED);
    }

    @Test
    void hostProcessesComeAndGo() {
        EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
        WrittenProcess bash = events.process("/bin/bash").onTerminal();
        WrittenProcess child = bash.spawns("/usr/bin/id").becomes(33);
        Machine machine = new Machine(FalcoVersion.CURRENT);
        events.play(machine, machine::apply);
        ThreadInfo id = machine.threads().get(child.pid());
        assertThat(id.comm()).isEqualTo("id");
        assertThat(id.tty()).isNotZero();
        assertThat(id.uid()).isEqualTo(33);
        assertThat(id.ancestor(1).comm()).isEqualTo("bash");
        assertThat(id.containerId()).isEmpty();
    }

    @Test
    void mistakesAreFoundWithTheirPlace() {
        Map<String, String> mistakes = Map.of(
                "actions: [{nginx: {reads: /x}}]", "e.yaml:1:12: no process is named \"nginx\"; there are []",
                "processes: [{name: a}]", "e.yaml:1:13: \"path\" is missing",
                "proceses: []", "e.yaml:1:1: no key \"proceses\" here; known are [actions, containers, processes]",
                "processes: [{name: a, path: /a}]\nactions: [{a: {eats: x}}]", "e.yaml:2:22: no verb \"eats\"",
                "processes: [{name: a, path: /a}]\nactions: [{a: {connects: x}}]",
                        "e.yaml:2:26: \"x\" is no address and port",
                "processes: [", "e.yaml:2:1: no YAML");
        mistakes.forEach((text, message) -> assertThatThrownBy(
                        () -> EventScript.parse("e.yaml", text + "\n", FalcoVersion.CURRENT))
                .isInstanceOf(EventScriptException.class)
                .hasMessageStartingWith(message));
    }

    private static List<String> ends(EventBuilder events, FalcoVersion version) {
        Machine machine = new Machine(version);
        List<String> ends = new ArrayList<>();
        events.play(machine, event -> judge(machine, event, ends));
        return ends;
    }

    /** Records what a rule would see of an event that ends something. */
    private static void judge(Machine machine, Event event, List<String> ends) {
        boolean delivered = machine.apply(event);
        ThreadInfo thread = machine.thread();
        if (delivered && event.type().isExit() && thread != null) {
            Container container = machine.container();
            String pod = container == null
                    ? ""
                    : " in " + container.labels().get("io.kubernetes.pod.name") + " of "
                            + container.labels().get("io.kubernetes.pod.namespace");
            FdInfo fd = machine.fd();
            ends.add(event.type().name() + " by " + thread.cmdline() + pod
                    + (fd == null ? "" : ": " + fd.type().character() + " " + fd.name()));
        }
        machine.finish(event);
    }
}
