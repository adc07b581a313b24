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
import org.junit.jupiter.api.Timeout;
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
        ThreadInfo id = machine.thread(child.pid());
        assertThat(id.comm()).isEqualTo("id");
        assertThat(id.tty()).isNotZero();
        assertThat(id.uid()).isEqualTo(33);
        assertThat(id.ancestor(1).comm()).isEqualTo("bash");
        assertThat(id.containerId()).isEmpty();
    }

    @Test
    void mistakesAreFoundWithTheirPlace() {
        Map<String, String> mistakes = Map.of(
                "actions: [{nginx: {reads: /x}}]", "e.yaml:1:12: no process is named \"nginx\"",
                "processes: [{name: a}]", "e.yaml:1:13: a process has no \"path\"",
                "proceses: []", "e.yaml:1:1: a script has no key \"proceses\"",
                "processes: [{name: a, path: /a}]\nactions: [{a: {eats: x}}]", "e.yaml:2:16: there is no verb \"eats\"",
                "processes: [{name: a, path: /a}]\nactions: [{a: {connects: x}}]",
                        "e.yaml:2:26: \"x\" is not an address and a port",
                "processes: [", "e.yaml:2:1: not valid YAML");
        mistakes.forEach((text, message) -> assertThatThrownBy(
                        () -> EventScript.parse("e.yaml", text + "\n", FalcoVersion.CURRENT))
                .isInstanceOf(EventScriptException.class)
                .hasMessageStartingWith(message));
    }

    @Test
    void allMistakesOfAFileAreToldAtOnce() {
        String script = """
                containers:
                  - {name: nginx, imag: "nginx:1.25"}
                processes:
                  - {name: nginx, container: ngnix, terminal: yes}
                  - {name: nginx, path: /bin/sh, args: [-c, ~]}
                actions:
                  - nginx: {reeds: /etc/shadow, as: sh}
                  - sh: {renames: /a}
                  - sh: {reads: /a, writes: /b}
                  - bash: {exits: one}
                  - nginx
                """;
        assertThatThrownBy(() -> EventScript.parse("e.yaml", script, FalcoVersion.CURRENT))
                .isInstanceOf(EventScriptException.class)
                .hasMessage("""
                        e.yaml:2:5: a container has no "image"
                            - {name: nginx, imag: "nginx:1.25"}
                              ^
                          for example nginx:1.25
                        e.yaml:2:19: a container has no key "imag"
                            - {name: nginx, imag: "nginx:1.25"}
                                            ^
                          did you mean image?
                        e.yaml:4:5: a process has no "path"
                            - {name: nginx, container: ngnix, terminal: yes}
                              ^
                          its program, for example /usr/sbin/nginx
                        e.yaml:4:30: no container is named "ngnix"
                            - {name: nginx, container: ngnix, terminal: yes}
                                                       ^
                          did you mean nginx?
                        e.yaml:4:47: "terminal" must be true or false, not "yes"
                            - {name: nginx, container: ngnix, terminal: yes}
                                                                        ^
                        e.yaml:5:12: a second process is named "nginx"
                            - {name: nginx, path: /bin/sh, args: [-c, ~]}
                                     ^
                          give it another name
                        e.yaml:5:45: "args" must be a list of strings; this is nothing
                            - {name: nginx, path: /bin/sh, args: [-c, ~]}
                                                                      ^
                          put it in quotes if it is a string
                        e.yaml:7:13: there is no verb "reeds"
                            - nginx: {reeds: /etc/shadow, as: sh}
                                      ^
                          did you mean reads?
                        e.yaml:8:19: renames takes a list of 2, not 1
                            - sh: {renames: /a}
                                            ^
                        e.yaml:9:9: an action has one verb
                            - sh: {reads: /a, writes: /b}
                                  ^
                          one of reads, writes, creates, opens, connects, reads-data, writes-data, deletes,\
                         renames, makes-directory, removes-directory, links, hard-links, changes-mode,\
                         changes-owner, accepts, listens, opens-socket, sends, receives, mounts, unmounts,\
                         traces, becomes, opens-by-handle, redirects, closes, splices, sends-file,\
                         makes-pipe, makes-device, changes-directory, changes-root, enters-namespace,\
                         unshares, becomes-group, begins-session, signals, reads-memory, writes-memory,\
                         makes-memory-file, handles-page-faults, uses-bpf, loads-module, unloads-module,\
                         exits, executes, spawns, calls
                        e.yaml:10:5: no process is named "bash"
                            - bash: {exits: one}
                              ^
                          did you mean sh?
                        e.yaml:10:19: "one" is not a number
                            - bash: {exits: one}
                                            ^
                        e.yaml:11:5: an action is written as PROCESS: {VERB: ...}
                            - nginx
                              ^
                          for example nginx: {reads: /etc/shadow}""");
    }

    /** Each mistake looks for the nearest of all names. */
    @Test
    @Timeout(300)
    void aFileThatIsWrongThroughoutIsSoonRefused() {
        StringBuilder script = new StringBuilder("processes:\n");
        for (int i = 0; i < 300; i++) {
            script.append("  - {name: ").append("abcd".repeat(10)).append(i).append(", path: /a}\n");
        }
        script.append("actions:\n").append(("  - " + "dcba".repeat(11) + ": {reads: /a}\n").repeat(10_000));
        assertThatThrownBy(() -> EventScript.parse("e.yaml", script.toString(), FalcoVersion.CURRENT))
                .isInstanceOf(EventScriptException.class)
                .hasMessageContaining("e.yaml:403:5: there are more than 100 mistakes");
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
