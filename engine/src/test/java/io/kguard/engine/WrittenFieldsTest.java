// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.EventScript;
import io.kguard.event.FalcoVersion;
import io.kguard.rule.RuleLoader;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an event script says is what rules see, in each version of Falco. */
class WrittenFieldsTest {
    private static final String POD = "containers:\n  - {name: web, image: \"nginx:1.25@sha256:abc\", pod: web-0,"
            + " namespace: shop, privileged: true, host-pid: true, labels: {app: shop},"
            + " mounts: [{source: /var/run, destination: /host/run, mode: rslave, writable: false}]}\n";

    /** What a rule prints of the events of a type. */
    private static List<String> said(FalcoVersion version, String script, String condition, String output) {
        String rule = "- rule: r\n  desc: d\n  condition: >-\n    " + condition + "\n  output: '" + output
                + "'\n  priority: INFO\n";
        RuleSet rules = RuleSet.compile(
                RuleLoader.of(version).loadText("r.yaml", rule),
                EngineOptions.of(version).withMatching(Matching.ALL));
        EventBuilder events = EventScript.parse("e.yaml", script, version);
        Session session = Session.of(rules, alert -> {});
        events.play(session, session::judge);
        return session.alerts().stream().map(Alert::message).toList();
    }

    /** What a process that runs from the beginning is like when it opens a file. */
    private static List<String> ofReader(FalcoVersion version, String before, String keys, String output) {
        String script =
                before + "  - {name: p, path: /usr/bin/cat" + keys + "}\nactions:\n  - p: {reads: /etc/shadow}\n";
        return said(version, script, "evt.type = openat and evt.dir = <", output);
    }

    /** What a process is like when it executes a program. */
    private static List<String> ofChild(FalcoVersion version, String before, String keys, String output) {
        String script = before + "  - {name: p, path: /usr/sbin/sshd, user: {id: 7, name: other}}\n"
                + "actions:\n  - p: {spawns: [/usr/bin/cat, /x]" + keys + "}\n";
        return said(version, script, "evt.type = execve and evt.dir = < and proc.exepath = /usr/bin/cat", output);
    }

    private static void both(FalcoVersion version, String keys, String output, String value) {
        both(version, "processes:\n", keys, output, value);
    }

    private static void both(FalcoVersion version, String before, String keys, String output, String value) {
        assertThat(ofReader(version, before, keys, output)).containsExactly(value);
        assertThat(ofChild(version, before, keys, output)).containsExactly(value);
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void aProgramHasTheNamesThatAreSaid(FalcoVersion version) {
        both(version, ", comm: kworker, exe: \"[kworker]\"", "%proc.name %proc.exe", "kworker [kworker]");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void usersAndGroupsHaveNamesAndNumbers(FalcoVersion version) {
        String keys = ", user: {id: 1000, name: jane}, group: {id: 50, name: staff}, login-user: {id: 1001, name: joe}";
        String fields = "%user.uid %user.name %user.homedir %group.gid %group.name %user.loginuid %user.loginname";
        both(version, keys, fields, "1000 jane /home/jane 50 staff 1001 joe");
        both(version, ", user: 33, group: 34", "%user.uid %user.name %group.gid %user.loginuid", "33 <NA> 34 -1");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void aContainersUsersHaveNamesToo(FalcoVersion version) {
        String keys = ", user: {id: 1000, name: jane}, group: {id: 50, name: staff}";
        String said = "processes:\n  - {name: p, path: /a, container: web" + keys
                + "}\nactions:\n  - p: {reads: /x}\n  - p: {spawns: [/b]}\n";
        assertThat(said(version, POD + said, "evt.type in (openat, execve) and evt.dir = <", "%user.name %group.name"))
                .containsExactly("jane staff", "jane staff");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void theEnvironmentIsSeen(FalcoVersion version) {
        both(
                version,
                ", env: {LD_PRELOAD: /tmp/x.so, A: \"b c\"}",
                "%proc.env[LD_PRELOAD] %proc.env[A]",
                "/tmp/x.so b c");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void theDirectoryIsSeen(FalcoVersion version) {
        both(version, ", directory: /var/www", "%proc.cwd", "/var/www/");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void capabilitiesAreSeen(FalcoVersion version) {
        String keys =
                ", capabilities: {permitted: [CAP_SYS_ADMIN, CAP_CHOWN], effective: [CAP_KILL], inheritable: [CAP_BPF]}";
        both(
                version,
                keys,
                "%thread.cap_permitted/%thread.cap_effective/%thread.cap_inheritable",
                "CAP_CHOWN CAP_SYS_ADMIN/CAP_KILL/CAP_BPF");
        both(
                version,
                ", capabilities: [CAP_SYS_PTRACE]",
                "%thread.cap_permitted/%thread.cap_effective",
                "CAP_SYS_PTRACE/CAP_SYS_PTRACE");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void theFileOfAProgramIsSeen(FalcoVersion version) {
        String fields = "%proc.is_exe_from_memfd %proc.is_exe_writable %proc.is_exe_upper_layer";
        both(version, ", memory-file: true", fields, "true false false");
        both(version, ", writable: true", fields, "false true false");
        both(version, ", upper-layer: true", fields, "false false true");
        both(version, "", fields, "false false false");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void aTerminalIsThatOfTheProcessItself(FalcoVersion version) {
        both(version, ", terminal: true", "%proc.tty", "34816");
        both(version, ", terminal: 1025", "%proc.tty", "1025");
        both(version, ", terminal: false", "%proc.tty", "0");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void sessionsAndGroupsHaveTheirLeaders(FalcoVersion version) {
        String before = "processes:\n  - {name: bash, path: /bin/bash}\n";
        assertThat(ofReader(
                        version,
                        before,
                        ", session: bash, leader: bash",
                        "%proc.sname %proc.pgid.name %proc.vpgid.name"))
                .containsExactly("bash bash bash");
        assertThat(ofChild(version, before, ", leader: bash", "%proc.sname %proc.pgid.name"))
                .containsExactly("sshd bash");
        both(version, ", session: self", "%proc.sname %proc.is_sid_leader", "cat true");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void aSessionInAContainerIsThatOfAnAncestor(FalcoVersion version) {
        String script = POD + "processes:\n  - {name: init, path: /bin/init, container: web}\n"
                + "  - {name: bash, path: /bin/bash, container: web, parent: init}\n"
                + "  - {name: p, path: /bin/p, container: web, parent: bash, session: bash}\n"
                + "actions:\n  - p: {reads: /x}\n";
        assertThat(said(version, script, "evt.type = openat and evt.dir = <", "%proc.sname %proc.pname %proc.aname[2]"))
                .containsExactly("bash bash init");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void standardDescriptorsAreSeen(FalcoVersion version) {
        String keys =
                ", input: {connection: \"10.0.0.2:4000->203.0.113.7:443\"}, output: {file: /dev/null}, errors: {pipe: write}";
        String fields = "%proc.stdin.type %proc.stdin.name %proc.stdout.name %proc.stderr.type";
        both(version, keys, fields, "ipv4 10.0.0.2:4000->203.0.113.7:443 /dev/null pipe");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void aContainerIsAsDescribed(FalcoVersion version) {
        String script = POD + "processes:\n  - {name: p, path: /a, container: web}\nactions:\n  - p: {reads: /x}\n";
        String fields = "%container.privileged %container.host_pid %container.image.repository %container.image.tag"
                + " %container.image.digest %container.type %k8s.pod.name %k8s.ns.name %k8s.pod.label[app]"
                + " %container.mount.dest[/var/run] %container.mount.rdwr[/var/run] %container.mount.mode[0]"
                + " %container.mount.source[/host/run]";
        assertThat(said(version, script, "evt.type = openat and evt.dir = <", fields))
                .containsExactly(
                        "true true nginx 1.25 sha256:abc containerd web-0 shop shop /host/run false rslave /var/run");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void aContainerIsOfTheEngineThatIsSaid(FalcoVersion version) {
        for (String type : List.of("docker", "containerd", "cri-o", "podman", "cri")) {
            for (String pod : List.of("", ", pod: p")) {
                String script = "containers: [{name: web, image: i, type: " + type + pod + "}]\n"
                        + "processes: [{name: p, path: /a, container: web}]\nactions: [{p: {reads: /x}}]\n";
                assertThat(said(
                                version,
                                script,
                                "evt.type = openat and evt.dir = <",
                                "%container.type %container.name"))
                        .as(type + pod)
                        .containsExactly(type + " web");
            }
        }
    }

    private static List<String> ofCall(FalcoVersion version, String call, String output) {
        String type = call.replaceFirst("calls: ([a-z0-9_]+).*", "$1");
        String script =
                "processes:\n  - {name: other, path: /bin/other}\n  - {name: p, path: /bin/p, directory: /work}\n"
                        + "actions:\n  - p: {" + call + "}\n";
        return said(version, script, "evt.type = " + type + " and evt.dir = <", output);
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void callsHaveTheParametersThatAreSaid(FalcoVersion version) {
        assertThat(ofCall(
                        version, "calls: ptrace, with: {request: PTRACE_ATTACH, pid: other}", "%evt.type %evt.rawres"))
                .containsExactly("ptrace 0");
        assertThat(ofCall(
                        version,
                        "calls: openat2, with: {name: x, flags: O_RDWR|O_CREAT, mode: 755}",
                        "%evt.arg.flags %evt.arg.name %fd.name %evt.arg.mode %evt.is_open_write"))
                .containsExactly("O_CREAT|O_RDWR" + " /work/x /work/x " + "0755" + " true");
        assertThat(ofCall(
                        version,
                        "calls: linkat, with: {oldpath: /etc/shadow, newpath: /tmp/s}",
                        "%evt.arg.oldpath %fs.path.target %fs.path.source"))
                .containsExactly("/etc/shadow /etc/shadow /tmp/s");
        assertThat(ofCall(version, "calls: mknod, with: {path: /dev/x, mode: S_IFCHR|0600}", "%evt.arg.mode"))
                .containsExactly("S_IWUSR|S_IRUSR|S_IFCHR");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void descriptorsAreOpenedForACall(FalcoVersion version) {
        assertThat(ofCall(
                        version,
                        "calls: setns, with: {fd: {file: /proc/1/ns/mnt}, nstype: CLONE_NEWNS}",
                        "%fd.name %fd.type"))
                .containsExactly("/proc/1/ns/mnt file");
        assertThat(ofCall(
                        version,
                        "calls: read, with: {fd: {file: /etc/shadow}, data: \"root:x\"}",
                        "%fd.name %evt.rawres %evt.arg.data"))
                .containsExactly("/etc/shadow 6 root:x");
        String pair = "10.0.0.2:4000->203.0.113.7:443";
        assertThat(ofCall(
                        version,
                        "calls: write, with: {fd: {connection: \"" + pair + "\"}, data: GET}",
                        "%fd.name %fd.sip %fd.sport %fd.l4proto"))
                .containsExactly(pair + " 203.0.113.7 443 tcp");
        assertThat(ofCall(
                        version,
                        "calls: dup2, with: {oldfd: {connection: \"" + pair + "\"}, newfd: 0}",
                        "%fd.name %fd.num %evt.rawres %fd.sip"))
                .containsExactly(pair + " 0 0 203.0.113.7");
        assertThat(ofCall(
                        version,
                        "calls: sendto, with: {fd: {connection: \"10.0.0.2:40->203.0.113.7:53\", protocol: udp}, data: x}",
                        "%fd.name %fd.l4proto"))
                .containsExactly("10.0.0.2:40->203.0.113.7:53 udp");
        assertThat(ofCall(
                        version,
                        "calls: connect, with: {fd: {connection: \"[2001:db8::1]:40->[2001:db8::2]:80\"}}",
                        "%fd.name"))
                .containsExactly("2001:db8::1:40->2001:db8::2:80");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void aCallThatFailsReturnsItsError(FalcoVersion version) {
        assertThat(ofCall(
                        version,
                        "calls: openat, with: {name: /etc/shadow}, returns: EACCES",
                        "%evt.res %evt.rawres %evt.failed %fd.name"))
                .containsExactly("EACCES -13 true /etc/shadow");
        assertThat(ofCall(version, "calls: ptrace, returns: -3", "%evt.res %evt.rawres"))
                .containsExactly("ESRCH -3");
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void aCallWithoutAnEventOfItsOwnHasItsName(FalcoVersion version) {
        String script = "processes: [{name: p, path: /bin/p}]\nactions: [{p: {calls: sethostname}}]\n";
        assertThat(said(version, script, "evt.type = sethostname and evt.dir = <", "%evt.type"))
                .containsExactly("sethostname");
    }
}
