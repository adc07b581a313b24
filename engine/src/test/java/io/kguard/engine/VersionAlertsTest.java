// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import static io.kguard.event.FalcoVersion.V0_40;
import static io.kguard.event.FalcoVersion.V0_41;
import static io.kguard.event.FalcoVersion.V0_42;
import static io.kguard.event.FalcoVersion.V0_43;
import static io.kguard.event.FalcoVersion.V0_44;
import static io.kguard.event.FalcoVersion.V0_45;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kguard.capture.EventBuilder;
import io.kguard.capture.WrittenProcess;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventTable;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.Param;
import io.kguard.rule.RuleLoadException;
import io.kguard.rule.RuleLoader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the same acts make the versions of Falco say, on both sides of a change. */
class VersionAlertsTest {
    private static List<Alert> alerts(FalcoVersion version, String condition, String output) {
        EventBuilder events = new EventBuilder(version);
        WrittenProcess nginx = events.pod("web", "prod")
                .container("nginx", "nginx:1.25")
                .process("/usr/sbin/nginx", "-g", "daemon off;");
        nginx.spawns("/bin/sh", "-c", "id").connects("203.0.113.77", 3333);
        Session session = Session.of(rules(version, condition, output), alert -> {});
        events.play(session, session::judge);
        return session.alerts();
    }

    private static RuleSet rules(FalcoVersion version, String condition, String output) {
        String rule = "- rule: r\n  desc: d\n  condition: >-\n    " + condition + "\n  output: '" + output
                + "'\n  priority: INFO\n";
        return RuleSet.compile(
                RuleLoader.of(version).loadText("r.yaml", rule),
                EngineOptions.of(version).withMatching(Matching.ALL));
    }

    private static boolean fires(FalcoVersion version, String condition) {
        return !alerts(version, condition, "o").isEmpty();
    }

    private static void holdsUntil(FalcoVersion last, String condition) {
        for (FalcoVersion version : FalcoVersion.values()) {
            assertThat(fires(version, condition)).as("Falco %s", version).isEqualTo(last.atLeast(version));
        }
    }

    private static void holdsSince(FalcoVersion first, String condition) {
        for (FalcoVersion version : FalcoVersion.values()) {
            assertThat(fires(version, condition)).as("Falco %s", version).isEqualTo(version.atLeast(first));
        }
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void allSeeTheEndsOfCalls(FalcoVersion version) {
        assertThat(fires(version, "evt.type = connect and evt.dir = < and fd.ip = 203.0.113.77"))
                .isTrue();
    }

    /** One that failed gets the number of its error. */
    @Test
    void aProcessDescriptorThatWasNotOpenedIsForgottenSince044() {
        for (FalcoVersion version : FalcoVersion.values()) {
            ByteBuffer bytes = new EventWriter(version)
                    .begin(EventCodes.PIDFD_OPEN_X, 1, 4711)
                    .number(-3)
                    .number(1)
                    .number(0)
                    .end();
            assertThat(judges(version, bytes, "evt.type = pidfd_open and fd.num exists and fd.type exists"))
                    .as("Falco %s", version)
                    .isEqualTo(!version.atLeast(V0_44));
        }
    }

    @ParameterizedTest
    @CsvSource({"evt.type = connect and evt.dir = >", "evt.type = connect and evt.latency > 0"})
    void beginsOfCallsAreSeenUntil041(String condition) {
        holdsUntil(V0_41, condition);
    }

    @Test
    void latenciesAreNothingButZeroSince043() {
        holdsSince(V0_43, "evt.type = connect and evt.latency.quantized = 0");
        holdsSince(V0_43, "evt.type = execve and evt.wait_latency = 0");
    }

    @Test
    void whatAProbeIsComesToAnEndWith044() {
        holdsUntil(V0_43, "evt.type = execve and proc.is_container_healthcheck exists");
        holdsUntil(V0_43, "evt.type = execve and proc.is_container_liveness_probe = false");
        holdsUntil(V0_43, "evt.type = execve and proc.is_container_readiness_probe = false");
    }

    @Test
    void containerInfoIsPrintedBy040Only() {
        for (FalcoVersion version : FalcoVersion.values()) {
            String output = alerts(version, "evt.type = connect and evt.dir = <", "<%container.info>")
                    .get(0)
                    .message();
            assertThat(output)
                    .as("Falco %s", version)
                    .matches(version == V0_40 ? "<container_id=\\w+ container_name=nginx>" : "<>");
        }
    }

    @Test
    void theNameOfAFieldIsNoTextOfAnOutputSince042() {
        for (FalcoVersion version : FalcoVersion.values()) {
            String output = alerts(version, "evt.type = connect and evt.dir = <", "<%proc.aname[1] %proc.env!>")
                    .get(0)
                    .message();
            assertThat(output)
                    .as("Falco %s", version)
                    .endsWith(version.atLeast(V0_42) ? "!>" : "proc.env!>")
                    .matches(version.atLeast(V0_42) ? "[^.]*" : ".*");
            String arguments = alerts(version, "evt.type = connect and evt.dir = <", "%proc.args!")
                    .get(0)
                    .message();
            assertThat(arguments.endsWith("proc.args!"))
                    .as("Falco %s: %s", version, arguments)
                    .isEqualTo(version == V0_41);
        }
    }

    /** The container plugin split the name at each colon until its 0.6.3. A runtime tells a digest without the tag. */
    @ParameterizedTest
    @CsvSource({
        "registry.example.com:5000/shop/nginx:1.25, registry.example.com, '', registry.example.com:5000/shop/nginx, 1.25",
        "registry.example.com:5000/nginx@sha256:00, registry.example.com, 5000/nginx, registry.example.com:5000/nginx, latest",
        "registry.example.com/nginx:1.25, registry.example.com/nginx, 1.25, registry.example.com/nginx, 1.25"
    })
    void thePortOfARegistryIsLostIn041And042(String image, String cut, String cutTag, String repository, String tag) {
        for (FalcoVersion version : FalcoVersion.values()) {
            EventBuilder events = new EventBuilder(version);
            events.pod("web", "prod")
                    .container("nginx", image)
                    .process("/bin/sh")
                    .connects("203.0.113.77", 3333);
            String output = "%container.image.repository %container.image.tag";
            Session session = Session.of(rules(version, "evt.type = connect and evt.dir = <", output), alert -> {});
            events.play(session, session::judge);
            assertThat(session.alerts().get(0).message())
                    .as("Falco %s", version)
                    .isEqualTo(version == V0_41 || version == V0_42 ? cut + " " + cutTag : repository + " " + tag);
        }
    }

    /** In 0.41 and 0.42 Falco gave the plugin the number 0 with each key. */
    @ParameterizedTest
    @CsvSource({
        "container.mount.dest[/host/etc], /etc, /var/run",
        "container.mount.dest[/none], '', /var/run",
        "container.mount.source[/etc], /host/etc, /host/run",
        "container.mount.dest[1], /etc, /etc"
    })
    void anyKeyOfAMountIsTheFirstMountIn041And042(String field, String named, String first) {
        for (FalcoVersion version : FalcoVersion.values()) {
            EventBuilder events = new EventBuilder(version);
            events.pod("web", "prod")
                    .container("nginx", "nginx:1.25")
                    .mounts("/host/run", "/var/run")
                    .mounts("/host/etc", "/etc")
                    .process("/bin/sh")
                    .connects("203.0.113.77", 3333);
            boolean cut = version == V0_41 || version == V0_42;
            String expected = cut ? first : named;
            String condition = expected.isEmpty() ? "not " + field + " exists" : field + " = " + expected;
            Session session =
                    Session.of(rules(version, "evt.type = connect and evt.dir = < and " + condition, "o"), alert -> {});
            events.play(session, session::judge);
            assertThat(session.alerts()).as("Falco %s", version).hasSize(1);
        }
    }

    /** Such as those of nerdctl, or before the runtime has told it. */
    @Test
    void whoIsInAContainerWithoutAnAddressIsNotAtTheMachinesSince043() {
        for (FalcoVersion version : FalcoVersion.values()) {
            for (boolean told : List.of(true, false)) {
                EventBuilder events = new EventBuilder(version);
                events.container("nginx", "nginx:1.25").process("/bin/sh").connects("203.0.113.77", 3333);
                Session session = Session.of(
                        rules(version, "evt.type = connect and evt.dir = < and fd.rip = 203.0.113.77", "o"),
                        alert -> {});
                events.play(session, event -> {
                    if (told || event.code() != EventCodes.CONTAINER_E) {
                        session.judge(event);
                    }
                });
                assertThat(session.alerts())
                        .as("Falco %s, told: %s", version, told)
                        .hasSize(told || !version.atLeast(V0_43) ? 1 : 0);
            }
        }
    }

    /** The caller's event may come after the child has ended: then it would never leave the table. */
    @ParameterizedTest
    @CsvSource({"134217728, true", "0, false"})
    void theCallerOfAVforkTellsNothingOfTheChildSince042(int flags, boolean vfork) {
        for (FalcoVersion version : FalcoVersion.values()) {
            Session session = Session.of(
                    rules(version, "evt.type = openat and proc.ppid = 4711 and thread.tid = 4712", "o"), alert -> {});
            judge(session, version, cloned(version, flags));
            judge(session, version, opened(version, 4712, 3, 0, "/etc/a\0"));
            assertThat(session.alerts()).as("Falco %s", version).hasSize(vfork && version.atLeast(V0_42) ? 0 : 1);
        }
    }

    private static ByteBuffer cloned(FalcoVersion version, int flags) {
        return new EventWriter(version)
                .begin(EventCodes.CLONE3_X, 1, 4711)
                .number(4712)
                .text("/bin/a")
                .bytes(new byte[0])
                .number(4711)
                .number(4711)
                .number(1)
                .text("")
                .number(1024)
                .number(0)
                .number(0)
                .number(0)
                .number(0)
                .number(0)
                .text("a")
                .bytes(new byte[0])
                .number(flags)
                .number(0)
                .number(0)
                .number(4711)
                .number(4711)
                .number(0)
                .end();
    }

    @Test
    void aLineOfTheSystemLogIsDecodedBy040Only() {
        for (FalcoVersion version : FalcoVersion.values()) {
            Session session = Session.of(rules(version, "evt.type = write and evt.dir = <", "%evt.info"), alert -> {});
            judge(session, version, opened(version, 3, 0, "/dev/log\0"));
            if (version.hasEnterEvents()) {
                judge(
                        session,
                        version,
                        new EventWriter(version)
                                .begin(EventCodes.WRITE_E, 1, 4711)
                                .number(3)
                                .number(9)
                                .end());
            }
            EventWriter end = new EventWriter(version)
                    .begin(EventCodes.WRITE_X, 1, 4711)
                    .number(9)
                    .bytes("<14>hello".getBytes(ISO_8859_1));
            judge(session, version, (version == V0_40 ? end : end.number(3).number(9)).end());
            assertThat(session.alerts().get(0).message().equals("syslog sev=info msg=hello"))
                    .as("Falco %s: %s", version, session.alerts())
                    .isEqualTo(version == V0_40);
        }
    }

    /** A field of containers, and whether it is known of a process in none: since 0.41 the plugin says what it has of none. */
    @ParameterizedTest
    @CsvSource({
        "container.image exists",
        "container.image.repository = ''",
        "container.image.repository != nginx",
        "container.privileged = false",
        "container.host_pid = false",
        "container.mounts exists",
        "container.ip = ''",
        "k8s.pod.labels = ''",
        "k8s.pod.ip = ''",
        "k8s.pod.sandbox_id = ''",
    })
    void aProcessInNoContainerHasWhatThePluginSaysOfTheHostSince041(String condition) {
        for (FalcoVersion version : FalcoVersion.values()) {
            assertThat(onHost(version, "container.id = host and container.name = host and " + condition))
                    .as("Falco %s", version)
                    .isEqualTo(version.atLeast(V0_41));
        }
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void aProcessInNoContainerHasNoPodAndNoMount(FalcoVersion version) {
        assertThat(onHost(version, "container.mount[0] exists or container.mount.dest[/] exists"))
                .isFalse();
        assertThat(onHost(version, "k8s.pod.name exists or k8s.pod.label[app] exists"))
                .isFalse();
    }

    private static boolean onHost(FalcoVersion version, String condition) {
        EventBuilder events = new EventBuilder(version);
        events.process("/usr/bin/curl").connects("203.0.113.77", 3333);
        Session session = Session.of(
                rules(version, "evt.type = connect and evt.dir = < and (" + condition + ")", "o"), alert -> {});
        events.play(session, session::judge);
        return !session.alerts().isEmpty();
    }

    @Test
    void ancestorsWithoutANumberAreAllOfThemSince044() {
        for (FalcoVersion version : FalcoVersion.values()) {
            String output = alerts(version, "evt.type = execve and evt.dir = <", "<%proc.aname %proc.acmdline>")
                    .get(0)
                    .message();
            assertThat(output)
                    .as("Falco %s", version)
                    .isEqualTo(
                            version.atLeast(V0_44)
                                    ? "<nginx containerd-shim systemd nginx -g daemon off; containerd-shim systemd>"
                                    : version.atLeast(V0_42) ? "<<NA> <NA>>" : "<shproc.aname sh -c idproc.acmdline>");
        }
    }

    @Test
    void aBracketThatIsNoArgumentIsTextSince044() {
        for (FalcoVersion version : List.of(V0_44, V0_45)) {
            assertThat(alerts(version, "evt.type = connect", "<%proc.aname[x] %proc.aname[1 %fd.net %evt.type.is>")
                            .get(0)
                            .message())
                    .isEqualTo("<nginx containerd-shim systemd[x] nginx containerd-shim systemd[1 <NA> connect.is>");
        }
        assertThatThrownBy(() -> rules(V0_43, "evt.type = connect", "%proc.aname[x]"))
                .isInstanceOf(RuleLoadException.class);
        assertThatThrownBy(() -> rules(V0_43, "evt.type = connect", "%fd.net"))
                .isInstanceOf(RuleLoadException.class)
                .hasMessageContaining("filter only");
    }

    @Test
    void labelsAreInBracketsAloneSince044() {
        for (String field : List.of("k8s.pod.label.app", "container.label.app")) {
            assertThatThrownBy(() -> rules(V0_44, "evt.type = connect and " + field + " = x", "o"))
                    .isInstanceOf(RuleLoadException.class)
                    .hasMessageContaining("requires an argument but none provided");
        }
        assertThat(rules(V0_43, "evt.type = connect and k8s.pod.label.app = x", "o"))
                .isNotNull();
    }

    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void anArgumentOfAnEventInBracketsIsANumber(FalcoVersion version) {
        assertThatThrownBy(() -> rules(version, "evt.type = open and evt.arg[key] = x", "o"))
                .isInstanceOf(RuleLoadException.class)
                .hasMessageContaining("key is not a valid number");
    }

    @Test
    void aProgramThatIsExecutedClosesDescriptorsSince044() {
        int closeOnExec = 1 << 12;
        for (FalcoVersion version : FalcoVersion.values()) {
            Session session =
                    Session.of(rules(version, "evt.type = execve and proc.fdopencount = 1", "o"), alert -> {});
            judge(session, version, opened(version, 3, closeOnExec));
            judge(session, version, opened(version, 4, 0));
            judge(session, version, executed(version));
            assertThat(session.alerts()).as("Falco %s", version).hasSize(version.atLeast(V0_44) ? 1 : 0);
        }
    }

    private static ByteBuffer opened(FalcoVersion version, int number, int flags) {
        return opened(version, number, flags, "/etc/a\0");
    }

    private static ByteBuffer opened(FalcoVersion version, int number, int flags, String path) {
        return opened(version, 4711, number, flags, path);
    }

    private static ByteBuffer opened(FalcoVersion version, long tid, int number, int flags, String path) {
        return new EventWriter(version)
                .begin(EventCodes.OPENAT_X, 1, tid)
                .number(number)
                .number(-100)
                .bytes(path.getBytes(ISO_8859_1))
                .number(1 | flags)
                .number(0)
                .number(0)
                .number(0)
                .end();
    }

    private static ByteBuffer executed(FalcoVersion version) {
        return executed(version, "");
    }

    private static ByteBuffer executed(FalcoVersion version, String environment) {
        EventWriter event = new EventWriter(version).begin(EventCodes.EXECVE_X, 2, 4711);
        for (Param param : Objects.requireNonNull(EventTable.of(version).type(EventCodes.EXECVE_X))
                .params()) {
            if (param.type().isText()) {
                event.text("sh");
            } else if (param.type().size() == 0) {
                event.bytes((param.name().equals("env") ? environment : "").getBytes(ISO_8859_1));
            } else {
                event.number(param.name().endsWith("id") ? 4711 : 0);
            }
        }
        return event.end();
    }

    /** {@code env -i} hides a variable from Falco up to 0.41; since then the one of before is seen. */
    @Test
    void anEmptyEnvironmentChangesNothingSince042() {
        for (FalcoVersion version : FalcoVersion.values()) {
            Session session = Session.of(
                    rules(version, "evt.type = execve and proc.env[LD_PRELOAD] = /tmp/a.so", "o"), alert -> {});
            judge(session, version, executed(version, "LD_PRELOAD=/tmp/a.so\0"));
            judge(session, version, executed(version));
            assertThat(session.alerts()).as("Falco %s", version).hasSize(version.atLeast(V0_42) ? 2 : 1);
        }
    }

    @Test
    void rawIdsAreComparedSince042() {
        for (FalcoVersion version : FalcoVersion.values()) {
            for (String condition : List.of("evt.rawarg.uid = 4711", "evt.rawarg.gid >= 4711")) {
                assertThat(judges(version, executed(version), condition))
                        .as("%s in Falco %s", condition, version)
                        .isEqualTo(version.atLeast(V0_42));
            }
        }
    }

    @Test
    void aRawParameterWithoutBytesIsMissingSince042() {
        for (FalcoVersion version : FalcoVersion.values()) {
            assertThat(judges(version, executed(version), "evt.rawarg.env exists"))
                    .as("Falco %s", version)
                    .isEqualTo(!version.atLeast(V0_42));
            assertThat(judges(version, executed(version, "A=b\0"), "evt.rawarg.env exists"))
                    .isTrue();
        }
    }

    /** It compares with nothing, but it is there. */
    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void aRawAddressExists(FalcoVersion version) {
        assertThat(fires(version, "evt.type = connect and evt.rawarg.tuple exists"))
                .isTrue();
        assertThat(fires(version, "evt.type = execve and evt.rawarg.tuple exists"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"sig, 19", "ID, 18"})
    void noVersionReadsTheseRawValues(String name, String type) {
        for (FalcoVersion version : FalcoVersion.values()) {
            assertThatThrownBy(() -> rules(version, "evt.rawarg." + name + " = 9", "o"))
                    .as("Falco %s", version)
                    .hasMessageContaining("wrong parameter type " + type);
        }
    }

    /** The kernel could not read the path, as with {@code open(NULL)}. */
    @Test
    void aPathThatWasNotReadIsNoNameSince042() {
        for (FalcoVersion version : FalcoVersion.values()) {
            for (String field : List.of("fd.name", "fd.nameraw", "fd.directory")) {
                assertThat(judges(version, opened(version, -14, 0, ""), field + " exists"))
                        .as("%s in Falco %s", field, version)
                        .isEqualTo(!version.atLeast(V0_42));
            }
        }
    }

    /** Without an index a condition does not try each ancestor: it compares what an output shows. */
    @ParameterizedTest
    @CsvSource({"V0_41", "V0_42", "V0_43"})
    void argumentsOfAncestorsAreNoneUntil043(FalcoVersion version) {
        assertThat(fires(version, "evt.type = connect and proc.aargs exists")).isFalse();
        assertThat(fires(version, "evt.type = connect and proc.aargs contains '-'"))
                .isFalse();
        assertThat(fires(version, "evt.type = connect and toupper(proc.aargs) contains '-'"))
                .isFalse();
        assertThat(fires(version, "evt.type = connect and proc.aargs[1] = '-g daemon off;'"))
                .isTrue();
        assertThat(alerts(version, "evt.type = connect", "<%proc.aargs>").get(0).message())
                .isEqualTo(version == V0_41 ? "<<NA>proc.aargs>" : "<<NA>>");
    }

    @Test
    void argumentsOfAncestorsAreOneTextSince044() {
        assertThat(fires(V0_44, "evt.type = connect and proc.aargs startswith '-g daemon off; '"))
                .isTrue();
        assertThat(fires(V0_44, "evt.type = connect and proc.aargs = '-g daemon off;'"))
                .isFalse();
    }

    private static void judge(Session session, FalcoVersion version, ByteBuffer bytes) {
        Event event = new Event(version);
        event.wrap(bytes, 0, bytes.limit(), 1, 0);
        session.judge(event);
    }

    @ParameterizedTest
    @CsvSource({
        "proc.cmdline =, filter parameter too long (used=257 available=256):",
        "proc.cmdline contains, filter parameter too long (used=257 available=256):",
        "proc.cmdline regex, filter parameter too long (used=257 available=256):",
        "fd.name startswith, filter parameter too long (used=257 available=256):",
        "tolower(proc.name) endswith, filter parameter too long (used=257 available=256):",
        "evt.buffer contains, filter parameter too long (byte buf)"
    })
    void aValueHasAtMost255Bytes(String check, String message) {
        for (FalcoVersion version : FalcoVersion.values()) {
            String start = "evt.type = write and " + check + " ";
            assertThat(rules(version, start + "x".repeat(255), "o").rules()).hasSize(1);
            assertThat(rules(version, start + '"' + "\u00e9".repeat(127) + '"', "o")
                            .rules())
                    .hasSize(1);
            for (String value : List.of("x".repeat(256), '"' + "\u00e9".repeat(128) + '"')) {
                assertThatThrownBy(() -> rules(version, start + value, "o"))
                        .isInstanceOf(RuleLoadException.class)
                        .hasMessageContaining(message.replace("257 ", "257, "));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"in, '(a, VALUE)'", "pmatch, '(VALUE)'", "=, VALUE", "bcontains, HEX"})
    void noListOrBytesHaveALongerOne(String operator, String value) {
        String field = operator.equals("bcontains") ? "evt.buffer" : "fd.name";
        String check = "evt.type = write and " + field + " " + operator + " ";
        String hex = value.replace("HEX", "61".repeat(255)).replace("VALUE", "/" + "x".repeat(254));
        assertThat(rules(V0_45, check + hex, "o").rules()).hasSize(1);
        String longer = value.replace("HEX", "61".repeat(256)).replace("VALUE", "/" + "x".repeat(255));
        assertThatThrownBy(() -> rules(V0_45, check + longer, "o")).hasMessageContaining("filter parameter too long");
    }

    @Test
    void aValueHasNoNul() {
        assertThatThrownBy(() -> rules(V0_45, "evt.type = open and proc.name = \"a\\x00\"", "o"))
                .isInstanceOf(RuleLoadException.class)
                .hasMessageContaining("filter value cannot contain a NUL byte (\\x00)");
    }

    @Test
    void numbersMayBeHexadecimalOrOctal() {
        String rule =
                "- required_engine_version: 0x10\n- rule: r\n  desc: d\n  condition: evt.type = open\n  output: o\n"
                        + "  priority: INFO\n  override:\n  capture_duration: ";
        for (String number : List.of("0x10", "010", "16")) {
            assertThat(RuleLoader.of(V0_45)
                            .loadText("r.yaml", rule + number + "\n")
                            .orThrow()
                            .rules())
                    .hasSize(1);
        }
        assertThatThrownBy(() ->
                        RuleLoader.of(V0_45).loadText("r.yaml", rule + "089\n").orThrow())
                .hasMessageContaining("Can't decode YAML scalar value");
    }

    /** The descriptor of a call about a path below a directory is that of the directory. */
    @Test
    void moreCallsHaveADescriptorSince042() {
        for (FalcoVersion version : FalcoVersion.values()) {
            ByteBuffer unlink = new EventWriter(version)
                    .begin(EventCodes.UNLINKAT_X, 1, 4711)
                    .number(0)
                    .number(-100)
                    .bytes("/tmp/a\0".getBytes(ISO_8859_1))
                    .number(0)
                    .end();
            assertThat(judges(version, unlink, "evt.type = unlinkat and fd.num = -100 and fd.name = ''"))
                    .as("Falco %s", version)
                    .isEqualTo(version.atLeast(V0_42));
        }
    }

    @Test
    void aFileThatCouldNotBeOpenedHasADirectorySince042() {
        for (FalcoVersion version : FalcoVersion.values()) {
            ByteBuffer open = new EventWriter(version)
                    .begin(EventCodes.OPENAT_X, 1, 4711)
                    .number(-2)
                    .number(-100)
                    .bytes("/etc/none\0".getBytes(ISO_8859_1))
                    .number(1)
                    .number(0)
                    .number(0)
                    .number(0)
                    .end();
            assertThat(judges(version, open, "evt.type = openat and fd.directory = /etc"))
                    .as("Falco %s", version)
                    .isEqualTo(version.atLeast(V0_42));
        }
    }

    @Test
    void oneArgumentIsAFieldSince041() {
        String condition = "evt.type = execve and evt.dir = < and proc.args[0] = -c and proc.args[1] = id";
        for (FalcoVersion version : FalcoVersion.values()) {
            if (version.atLeast(V0_41)) {
                assertThat(fires(version, condition)).as("Falco %s", version).isTrue();
                assertThat(fires(version, "evt.type = execve and proc.args[2] = ''"))
                        .isTrue();
            }
        }
    }

    /** A name with a byte that is no UTF-8: a dot matches characters only. */
    @Test
    void regularExpressionsSeeAReplacementForWhatIsNoUtf8Since045() {
        for (FalcoVersion version : FalcoVersion.values()) {
            assertThat(opens(version, "fs.path.nameraw regex '/tmp/a.b'"))
                    .as("Falco %s", version)
                    .isEqualTo(version.atLeast(V0_45));
        }
    }

    @Test
    void pathsKeepTheirBytesSince045() {
        for (FalcoVersion version : FalcoVersion.values()) {
            assertThat(opens(version, "fd.name = /tmp/a.b"))
                    .as("Falco %s", version)
                    .isEqualTo(!version.atLeast(V0_44));
            assertThat(opens(version, "fd.name = /tmp/a\ufffdb"))
                    .as("Falco %s", version)
                    .isEqualTo(version == V0_44);
        }
        assertThat(opens(V0_45, "fd.name = \"/tmp/a\\xffb\"")).isTrue();
    }

    /** Falco's two libraries differ where a byte begins a character that does not go on. */
    @Test
    void aNameInLatin1IsOneInTheTextAndAnotherInTheFields() {
        Session session = Session.of(rules(V0_45, "evt.type = openat", "file=%fd.name"), alert -> {});
        judge(session, V0_45, openedAt(V0_45, "/tmp/caf\u00e9.txt"));
        assertThat(session.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.message()).isEqualTo("file=/tmp/caf\ufffd.txt");
            assertThat(alert.fields()).containsEntry("fd.name", "/tmp/caf\u9bb4xt");
        });
    }

    /** Whether a rule fires where a file is opened whose name has a byte that is no UTF-8. */
    private static boolean opens(FalcoVersion version, String condition) {
        return judges(version, openedAt(version, "/tmp/a\u00ffb"), "evt.type = openat and " + condition);
    }

    private static ByteBuffer openedAt(FalcoVersion version, String latin1) {
        return new EventWriter(version)
                .begin(EventCodes.OPENAT_X, 1, 4711)
                .number(3)
                .number(-100)
                .bytes((latin1 + "\0").getBytes(ISO_8859_1))
                .number(1)
                .number(0)
                .number(0)
                .number(0)
                .end();
    }

    private static boolean judges(FalcoVersion version, ByteBuffer bytes, String condition) {
        Session session = Session.of(rules(version, condition, "o"), alert -> {});
        judge(session, version, bytes);
        return !session.alerts().isEmpty();
    }

    /** Also where no address is, let alone a name. */
    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void aNameOfAnAddressExistsWithTheDescriptor(FalcoVersion version) {
        assertThat(judges(version, opened(version, 3, 0), "fd.sip.name exists")).isTrue();
        assertThat(judges(version, executed(version), "fd.sip.name exists")).isFalse();
    }

    /** Fields that Falco compares in a way of their own know no modifier: the first value is taken for the only one. */
    @ParameterizedTest
    @CsvSource({
        "'proc.aname contains anyof (ngin, bash)', 'proc.aname contains anyof (bash, ngin)'",
        "'fd.port = anyof (3333, 1)', 'fd.port = anyof (1, 3333)'",
        "'fd.ip = anyof (203.0.113.77, 198.51.100.1)', 'fd.ip = anyof (198.51.100.1, 203.0.113.77)'"
    })
    void onlyTheFirstOfSeveralValuesCounts(String found, String lost) {
        for (FalcoVersion version : List.of(V0_44, V0_45)) {
            assertThat(fires(version, "evt.type = connect and " + found)).isTrue();
            assertThat(fires(version, "evt.type = connect and " + lost)).isFalse();
        }
    }

    /** Falco compares each of these with a length of zero, or with the first network only. */
    @ParameterizedTest
    @EnumSource(FalcoVersion.class)
    void noVersionFindsTheseInAList(FalcoVersion version) {
        assertThat(fires(version, "evt.type = connect and fd.ip in (203.0.113.77)"))
                .isFalse();
        assertThat(fires(version, "evt.type = connect and fd.net in (198.51.100.0/24, 203.0.113.0/24)"))
                .isFalse();
        assertThat(fires(version, "evt.type = connect and fd.net in (203.0.113.0/24, 198.51.100.0/24)"))
                .isTrue();
        assertThat(fires(version, "evt.type = connect and fd.sip in (203.0.113.77)"))
                .isTrue();
    }
}
