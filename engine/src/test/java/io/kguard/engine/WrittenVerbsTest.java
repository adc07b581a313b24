// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.EventScript;
import io.kguard.capture.EventScriptException;
import io.kguard.event.EventFlag;
import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.Syscall;
import io.kguard.rule.RuleLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the verbs of event scripts make rules see, in each version of Falco. */
class WrittenVerbsTest {
    private static final String PROCESSES = """
            processes:
              - {name: other, path: /bin/other}
              - {name: p, path: /bin/p, directory: /work}
            actions:
            """;
    /** Events about other things than what a process does. */
    private static final Set<String> DOCUMENTS =
            Set.of("container", "asyncevent", "pluginevent", "k8s", "mesos", "tracer", "syscall", "NA");

    private static RuleSet rules(FalcoVersion version, String condition, String output) {
        String rule = "- rule: r\n  desc: d\n  condition: >-\n    " + condition + "\n  output: '" + output
                + "'\n  priority: INFO\n";
        return RuleSet.compile(
                RuleLoader.of(version).loadText("r.yaml", rule),
                EngineOptions.of(version).withMatching(Matching.ALL));
    }

    private static List<String> said(FalcoVersion version, String actions, String condition, String output) {
        EventBuilder events = EventScript.parse("e.yaml", PROCESSES + actions, version);
        Session session = Session.of(rules(version, condition, output), alert -> {});
        events.play(session, session::judge);
        return session.alerts().stream().map(Alert::message).toList();
    }

    /** What the last call that some verbs make is to a rule. */
    private static String last(FalcoVersion version, String output, String... verbs) {
        StringBuilder actions = new StringBuilder();
        for (String verb : verbs) {
            actions.append("  - p: {").append(verb).append("}\n");
        }
        List<String> said =
                said(version, actions.toString(), "evt.dir = < and proc.name = p and evt.type exists", output);
        return said.get(said.size() - 1);
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void verbsOfFilesSayWhatTheyDo(FalcoVersion version) {
        assertThat(last(version, "%evt.type %fd.name %evt.arg.flags", "opens: [/etc/shadow, O_RDWR|O_TRUNC]"))
                .isEqualTo("openat /etc/shadow O_TRUNC|O_RDWR");
        assertThat(last(version, "%evt.type %fd.name", "opens: notes")).isEqualTo("openat /work/notes");
        assertThat(last(version, "%evt.type %fd.name", "opens-by-handle: /etc/shadow"))
                .isEqualTo("open_by_handle_at /etc/shadow");
        assertThat(last(version, "%evt.type %evt.arg.oldpath %evt.arg.newpath", "hard-links: [/etc/shadow, /tmp/s]"))
                .isEqualTo("linkat /etc/shadow /tmp/s");
        assertThat(last(
                        version,
                        "%evt.type %evt.arg.path %evt.arg.mode",
                        "makes-device: [/dev/sda, S_IFCHR|0600, 2049]"))
                .isEqualTo("mknod /dev/sda S_IWUSR|S_IRUSR|S_IFCHR");
        assertThat(last(version, "%evt.type %evt.arg.path", "removes-directory: /var/log"))
                .isEqualTo("rmdir /var/log");
        assertThat(last(version, "%evt.type %evt.rawarg.uid", "changes-owner: [/etc/x, 33]"))
                .isEqualTo("fchownat 33");
        assertThat(last(version, "%evt.type %proc.cwd", "changes-directory: /root"))
                .isEqualTo("chdir /root/");
        assertThat(last(version, "%evt.type %evt.arg.path", "changes-root: /host"))
                .isEqualTo("chroot /host");
        assertThat(last(version, "%evt.type %evt.arg.name", "unmounts: /mnt")).isEqualTo("umount2 /mnt");
        assertThat(last(version, "%evt.type %evt.arg.flags", "mounts: [/dev/sda, /mnt, ext4, BIND|RDONLY]"))
                .isEqualTo(version.hasEnterEvents() ? "mount <NA>" : "mount RDONLY|BIND");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void verbsOfDescriptorsSayWhatTheyUse(FalcoVersion version) {
        assertThat(last(version, "%evt.type %fd.name %evt.buffer %evt.buflen", "reads-data: [/etc/shadow, root]"))
                .isEqualTo("read /etc/shadow root 4");
        assertThat(last(
                        version,
                        "%evt.type %fd.name %evt.buffer",
                        "reads: /etc/shadow",
                        "reads-data: [/etc/shadow, root]"))
                .isEqualTo("read /etc/shadow root");
        assertThat(last(version, "%evt.type %fd.name %evt.rawres", "writes-data: [\"10.0.0.2:4->192.0.2.1:5\", abc]"))
                .isEqualTo("write 10.0.0.2:4->192.0.2.1:5 3");
        assertThat(last(version, "%evt.type %fd.num %fd.name", "redirects: [\"10.0.0.2:4->192.0.2.1:5\", output]"))
                .isEqualTo("dup2 1 10.0.0.2:4->192.0.2.1:5");
        assertThat(last(version, "%evt.type %fd.name", "closes: /etc/shadow")).isEqualTo("close /etc/shadow");
        assertThat(last(version, "%evt.type %fd.name", "splices: [{pipe: read}, /tmp/x]"))
                .isEqualTo("splice /tmp/x");
        assertThat(last(version, "%evt.type %fd.type", "makes-memory-file: x")).isEqualTo("memfd_create memfd");
        assertThat(last(version, "%evt.type %fd.type", "handles-page-faults: true"))
                .isEqualTo("userfaultfd userfaultfd");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void datagramsTellOfTheirEnds(FalcoVersion version) {
        String fields = "%evt.type %fd.name %fd.l4proto %fd.rip %fd.rport %fd.name_changed %fd.connected";
        assertThat(last(version, fields, "sends: [\"192.0.2.1:53\", query]"))
                .isEqualTo("sendto 10.0.0.2:40003->192.0.2.1:53 udp 192.0.2.1 53 true true");
        assertThat(last(version, fields, "receives: {from: \"192.0.2.1:53\", data: answer}"))
                .isEqualTo("recvfrom 192.0.2.1:53->10.0.0.2:40003 udp 192.0.2.1 53 true true");
        assertThat(last(version, "%evt.type %fd.num %fd.name", "sends: \"192.0.2.1:53\"", "receives: \"192.0.2.1:53\""))
                .isEqualTo("recvfrom 3 10.0.0.2:40003->192.0.2.1:53");
        assertThat(last(
                        version,
                        "%evt.type %fd.num %fd.l4proto",
                        "connects: \"192.0.2.1:80\"",
                        "sends: [\"192.0.2.1:80\", x, tcp]"))
                .isEqualTo("sendto 3 tcp");
        assertThat(last(version, "%evt.type %fd.name %fd.l4proto", "connects: [\"[2001:db8::7]:53\", udp]"))
                .isEqualTo("connect fd00::2:40003->2001:db8::7:53 udp");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void verbsOfPrivilegesSayWhatTheyDo(FalcoVersion version) {
        assertThat(last(version, "%evt.type %fd.name", "enters-namespace: [/proc/1/ns/mnt, CLONE_NEWNS]"))
                .isEqualTo("setns /proc/1/ns/mnt");
        assertThat(last(version, "%evt.type %thread.cap_permitted", "unshares: CLONE_NEWUSER"))
                .startsWith("unshare CAP_CHOWN")
                .contains("CAP_SYS_ADMIN");
        assertThat(last(version, "%evt.type %user.uid", "becomes: 33")).isEqualTo("setuid 33");
        assertThat(last(version, "%evt.type %user.uid", "becomes: 33", "becomes: 0", "becomes: 7, returns: EPERM"))
                .isEqualTo("setuid 0");
        assertThat(last(version, "%evt.type %group.gid", "becomes-group: 34")).isEqualTo("setgid 34");
        assertThat(last(version, "%evt.type %proc.is_sid_leader", "begins-session: true"))
                .isEqualTo("setsid true");
        assertThat(last(version, "%evt.type %evt.arg.cmd", "uses-bpf: BPF_PROG_LOAD"))
                .isEqualTo("bpf BPF_PROG_LOAD");
        // until 0.41 Falco does not look for the descriptor at the end of this call
        assertThat(last(version, "%evt.type %fd.name", "loads-module: /tmp/x.ko")
                        .strip())
                .isEqualTo(version.hasEnterEvents() ? "finit_module" : "finit_module /tmp/x.ko");
        assertThat(last(version, "%evt.type %evt.arg.name", "unloads-module: x"))
                .isEqualTo("delete_module x");
        assertThat(last(
                        version,
                        "%evt.type %evt.arg.domain %evt.rawarg.type",
                        "opens-socket: [AF_PACKET, SOCK_RAW, 768]"))
                .isEqualTo("socket AF_PACKET 3");
    }

    /** Their parameters are seen at the end of a call since Falco 0.42. */
    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void verbsAboutOtherProcessesNameThem(FalcoVersion version) {
        String shown = "evt.dir in (>, <) and proc.name = p and evt.arg.pid exists";
        for (Map.Entry<String, String> verb : Map.of(
                        "traces: other", "ptrace PTRACE_ATTACH other",
                        "traces: [other, PTRACE_SEIZE]", "ptrace PTRACE_SEIZE other")
                .entrySet()) {
            assertThat(said(
                            version,
                            "  - p: {" + verb.getKey() + "}\n",
                            shown,
                            "%evt.type %evt.arg.request %evt.arg.pid"))
                    .containsExactly(verb.getValue());
        }
        assertThat(said(version, "  - p: {signals: [other, SIGKILL]}\n", shown, "%evt.type %evt.arg.sig %evt.arg.pid"))
                .containsExactly("kill SIGKILL other");
        assertThat(last(version, "%evt.type %evt.arg.pid", "writes-memory: [other, x]"))
                .isEqualTo("process_vm_writev other");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void whatFailsReturnsItsError(FalcoVersion version) {
        String fields = "%evt.type %evt.res";
        assertThat(last(version, fields, "reads: /etc/shadow, returns: EACCES")).isEqualTo("openat EACCES");
        assertThat(last(version, fields, "connects: \"192.0.2.1:80\", returns: ECONNREFUSED"))
                .isEqualTo("connect ECONNREFUSED");
        assertThat(last(version, fields, "deletes: /x, returns: -2")).isEqualTo("unlinkat ENOENT");
        assertThat(last(version, fields + " %proc.name", "executes: [/bin/id], returns: ENOENT"))
                .isEqualTo("execve ENOENT p");
        assertThat(last(version, fields + " %proc.name", "spawns: [/bin/id], returns: ENOENT"))
                .isEqualTo("execve ENOENT p");
    }

    private static Set<String> types(FalcoVersion version) {
        Set<String> types = new TreeSet<>();
        for (EventType type : EventTable.of(version).types()) {
            if (!type.has(EventFlag.OLD_VERSION) && !type.has(EventFlag.UNUSED) && !DOCUMENTS.contains(type.name())) {
                types.add(type.name());
            }
        }
        Syscall.all().stream()
                .filter(call -> version.atLeast(call.since()))
                .filter(call -> call.eventCodes().contains(1) && !call.name().equals("unknown"))
                .forEach(call -> types.add(call.name()));
        return types;
    }

    /** Each type that a version records can be called without a parameter, and a rule for it fires. */
    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void aCallOfEachTypeIsSeen(FalcoVersion version) {
        Set<String> types = types(version);
        assertThat(types).hasSizeGreaterThan(400);
        List<String> silent = new ArrayList<>();
        for (String type : types) {
            List<String> seen = said(
                    version,
                    "  - p: {reads: /x}\n  - p: {calls: " + type + "}\n",
                    "evt.type = " + type + " or evt.type exists and evt.num >= 0",
                    "%evt.type");
            if (!seen.contains(type)) {
                silent.add(type);
            }
        }
        assertThat(silent).isEmpty();
    }

    private static void mistake(String action, String message) {
        assertThatThrownBy(() ->
                        EventScript.parse("e.yaml", PROCESSES + "  - p: {" + action + "}\n", FalcoVersion.CURRENT))
                .isInstanceOf(EventScriptException.class)
                .hasMessageStartingWith("e.yaml:5:" + message);
    }

    @Test
    void mistakesHaveTheirPlaces() {
        mistake("calls: ptracee", "16: no process causes events of the type \"ptracee\"; did you mean ptrace?");
        mistake(
                "calls: ptrace, with: {request: PTRACE_ATACH}",
                "40: there is no \"PTRACE_ATACH\" here; did you mean PTRACE_ATTACH?");
        mistake(
                "calls: ptrace, with: {pod: 1}",
                "36: events of the type ptrace have no parameter \"pod\"; did you mean pid?");
        mistake("calls: ptrace, with: {pid: othr}", "36: no process is named \"othr\"; did you mean other?");
        mistake("calls: ptrace, returns: ENOENTT", "33: there is no \"ENOENTT\" here; did you mean ENOENT?");
        mistake("calls: ptrace, returns: no", "33: a call returns a number or an error such as ENOENT, not \"no\"");
        mistake("calls: read, with: {fd: {fil: /x}}", "33: a descriptor has no key \"fil\"; did you mean file?");
        mistake("calls: read, with: {size: 4294967296}", "35: \"size\" has 32 bits, which 4294967296 exceeds");
        mistake("calls: chmod, with: {mode: 9}", "36: \"9\" is not an octal number");
        mistake("calls: container", "16: no process causes events of the type \"container\"");
        mistake("calls: procexit, returns: 1", "35: events of the type procexit do not tell what a call returns");
        mistake("reads: /x, with: {a: 1}", "20: \"with\" does not go with reads");
        mistake("reads: /x, comm: y", "20: \"comm\" does not go with reads");
        mistake("spawns: [/x], coomm: y", "23: an action has no key \"coomm\"");
        mistake("spawns: [/x], comm: abcdefghijklmnop", "29: the kernel keeps 15 characters of a process's name");
        mistake("spawns: [/x], capabilities: [CAP_SYS]", "37: there is no \"CAP_SYS\" here");
        mistake("spawns: [/x], user: jane", "29: the number of a user or group is from 0 to 4294967295, not \"jane\"");
        mistake(
                "spawns: [/x], session: other",
                "17: a process has the session of the one that spawns it, or a session of its own");
        mistake("traces: nobody", "17: no process is named \"nobody\"");
        mistake("traces: [other, PTRACE_ATTACH, x]", "17: traces takes from 1 to 2 values, not 3");
        mistake("exits: 1, returns: 1", "16: exits can't return something else: leave out \"returns\"");
        mistake("connects: \"1.2.3.4:99999\"", "19: a port is a number up to 65535, not 99999");
        mistake("sends: [\"1.2.3.4:9\", x, icmp]", "16: the protocol is tcp or udp, not icmp");
    }

    @Test
    void whatIsTooLongForAnEventIsAMistake() {
        mistake(
                "spawns: [/x, " + "a".repeat(70_000) + "]",
                "17: parameter 2 of a execve exit (293) has 70001 bytes; 65535 fit");
    }

    /** What a version has no event for has the name of the call all the same. */
    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void aTypeOfNewerVersionsIsACallInOlderOnes(FalcoVersion version) {
        assertThat(last(version, "%evt.type", "calls: close_range, with: {first: 3, last: 9}"))
                .isEqualTo("close_range");
    }

    /** A parameter that only other versions have is left out, so that one script is for all of them. */
    @Test
    void aParameterOfAnotherVersionIsLeftOut() {
        assertThat(last(FalcoVersion.V0_40, "%evt.type", "calls: fcntl, with: {arg: 1}"))
                .isEqualTo("fcntl");
    }
}
