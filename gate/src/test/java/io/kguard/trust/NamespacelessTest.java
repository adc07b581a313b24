// SPDX-License-Identifier: Apache-2.0
package io.kguard.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.engine.EngineOptions;
import io.kguard.engine.RuleSet;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.sandbox.ExecSpec;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.internal.sandbox.runtime.Sandboxes;
import io.kguard.requirement.RequiresRoot;
import io.kguard.rule.RuleLoader;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.simulation.Simulator;
import io.kguard.simulation.SimulatorOptions;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel keeps in no namespace is out of reach, whatever a pod may do, and refusals are seen. */
@Tag("trust")
@Tag("runc")
@RequiresRoot
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamespacelessTest {
    /** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET. */
    private static final Set<Integer> OF_NAMESPACES = Set.of(1, 2, 10, 16, 17);

    private static final int FAMILIES = 46;

    /** What is refused with which error; the first where the kernel asks for a capability, or does not know the call. */
    private static final Map<String, Set<String>> REFUSED = Map.ofEntries(
            Map.entry("packet-ring", Set.of("ENOPROTOOPT")),
            Map.entry("packet-send-ring", Set.of("ENOPROTOOPT")),
            Map.entry("flow-label", Set.of("ENOBUFS")),
            Map.entry("core-limit-of-old", Set.of("EPERM")),
            Map.entry("settimeofday", Set.of("EPERM")),
            Map.entry("clock_settime", Set.of("EPERM")),
            Map.entry("adjtimex", Set.of("EPERM")),
            Map.entry("sched_fifo", Set.of("EPERM")),
            Map.entry("sched_rr", Set.of("EPERM")),
            Map.entry("ioprio_rt", Set.of("EPERM")),
            Map.entry("nice", Set.of("EPERM", "EACCES")),
            Map.entry("bpf", Set.of("EPERM")),
            Map.entry("perf_event_open", Set.of("EACCES")),
            Map.entry("syslog", Set.of("EPERM")),
            Map.entry("aio", Set.of("EAGAIN")),
            Map.entry("request_key", Set.of("ENOKEY")),
            Map.entry("init_module", Set.of("EPERM", "ENOSYS")),
            Map.entry("finit_module", Set.of("EPERM", "ENOSYS")),
            Map.entry("delete_module", Set.of("EPERM", "ENOSYS")),
            Map.entry("kexec_load", Set.of("EPERM", "ENOSYS")),
            Map.entry("reboot", Set.of("EPERM", "EINVAL")),
            Map.entry("acct", Set.of("EPERM", "ENOSYS")),
            Map.entry("swapoff", Set.of("EPERM", "ENOSYS")),
            Map.entry("swapon", Set.of("EPERM", "ENOSYS")),
            Map.entry("quotactl", Set.of("EPERM", "ENOTBLK", "ENOSYS")),
            Map.entry("lookup_dcookie", Set.of("EPERM", "ENOSYS")),
            Map.entry("fanotify_init", Set.of("EPERM", "ENOSYS")),
            Map.entry("huge-page", Set.of("ENOMEM")),
            Map.entry("huge-file", Set.of("ENOMEM")),
            Map.entry("huge-segment", Set.of("ENOMEM")),
            Map.entry("sctp", Set.of("EPROTONOSUPPORT")),
            Map.entry("dccp", Set.of("ESOCKTNOSUPPORT")),
            Map.entry("seqpacket", Set.of("ESOCKTNOSUPPORT")));

    private static final Map<String, Set<String>> OTHER_INTERFACES = Map.of(
            "socketcall-32", Set.of("ESOCKTNOSUPPORT"),
            "vsock-32", Set.of("EAFNOSUPPORT"),
            "bpf-32", Set.of("EPERM"),
            "syslog-32", Set.of("EPERM"),
            "flow-label-32", Set.of("ENOBUFS"),
            "core-limit-kept-32", Set.of("granted"),
            "huge-file-32", Set.of("ENOMEM"),
            "huge-segment-32", Set.of("ENOMEM"),
            "huge-ipc-32", Set.of("ENOMEM"),
            "vsock-x32", Set.of("EAFNOSUPPORT", "ENOSYS"));

    private static final String RULES = """
            - rule: Socket of a family
              desc: Any
              condition: evt.type = socket and evt.rawarg.domain = 40
              output: "%evt.rawarg.domain %evt.res"
              priority: NOTICE
            - rule: Listening
              desc: What would follow where the socket is granted
              condition: evt.type = listen and proc.name = probe
              output: "%proc.name"
              priority: NOTICE
            - rule: Socket at all
              desc: Any
              condition: evt.type = socket and proc.name = probe and evt.rawarg.domain = 39 and evt.rawres >= 0
              output: "%proc.name"
              priority: NOTICE
            """;

    private Path folder;
    private ProbeImage image;

    @BeforeAll
    void build(@TempDir Path temporary) throws Exception {
        folder = temporary;
        image = ProbeImage.build(temporary.resolve("image"), "src/test/c/namespaceless.c");
    }

    private Map<String, String> probe(String securityContext) {
        Map<String, String> results = new TreeMap<>();
        try (Sandbox sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
                PodSandbox started = image.start(sandbox, securityContext)) {
            for (ExecSpec probe : List.of(ExecSpec.of("/bin/probe"), ExecSpec.of("/bin/probe", "huge"))) {
                started.container("")
                        .exec(probe)
                        .stdout()
                        .lines()
                        .map(line -> line.split(" "))
                        .forEach(words -> results.put(words[0], words[1]));
            }
        }
        return results;
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{privileged: true}", "{seccompProfile: {type: Unconfined}, runAsUser: 1000}"})
    void isOutOfReach(String securityContext) {
        Map<String, String> results = probe(securityContext);

        for (int family = 1; family < FAMILIES; family++) {
            String result = results.get("family-" + family);
            if (OF_NAMESPACES.contains(family)) {
                assertThat(result).as("family %d", family).isNotEqualTo("EAFNOSUPPORT");
            } else {
                assertThat(result).as("family %d", family).isEqualTo("EAFNOSUPPORT");
            }
        }
        assertThat(results)
                .containsEntry("core-limit", "granted")
                .containsEntry("core-limit-kept", "granted")
                .containsEntry("ipv6-option", "granted");
        REFUSED.forEach((name, errors) -> assertThat(errors).as(name).contains(results.get(name)));
        if (System.getProperty("os.arch").equals("amd64")) {
            OTHER_INTERFACES.forEach(
                    (name, errors) -> assertThat(errors).as(name).contains(results.get(name)));
            assertThat(results).containsEntry("inet-32", "granted");
        }
        if (!securityContext.contains("runAsUser")) {
            assertThat(results).containsEntry("packets", "granted").containsEntry("packet-option", "granted");
        }
    }

    @Test
    void theDocumentNamesEach() throws IOException {
        String document = Files.readString(Path.of("../docs/security.md"));

        assertThat(REFUSED.keySet()).allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
    }

    /** Whoever judges the events later, as watch and mutation do, knows it too. */
    @Test
    void onATapeItIsNoSilenceEither() throws Exception {
        Detections judged = play(
                "{}", (simulator, scenario) -> simulator.tape(scenario, rules()).judge(rules()));
        assertThat(judged.doubts()).isEmpty();
        assertThat(Judge.judge(judged, Expectation.silent("Socket at all")))
                .isInstanceOfSatisfying(
                        Verdict.Errored.class,
                        errored -> assertThat(errored.reason()).contains("was refused a kind of socket"));
    }

    private static RuleSet rules() {
        return RuleSet.compile(
                RuleLoader.of(FalcoVersion.CURRENT).loadText("rules.yaml", RULES),
                EngineOptions.of(FalcoVersion.CURRENT).withExplanations(true));
    }

    private Detections play(String securityContext) throws IOException {
        return play(securityContext, (simulator, scenario) -> simulator.run(scenario, rules()));
    }

    private Detections play(String securityContext, BiFunction<Simulator, Scenario, Detections> way)
            throws IOException {
        Path file = Files.writeString(folder.resolve("socket.yaml"), """
                scenario: socket
                title: A socket of the machine's
                attack: [T1571]
                pods:
                  - metadata: {name: web-0, namespace: shop}
                    spec: {containers: [{name: web, image: "%s", command: [sleep, infinity], securityContext: %s}]}
                steps:
                  - exec: {pod: web-0, command: [/bin/probe]}
                fires: [{rule: Socket of a family}]
                silent: [{rule: Listening}, {rule: Socket at all}]
                """.formatted(image.name(), securityContext));
        try (Simulator simulator = Simulator.open(FalcoVersion.CURRENT, List.of(folder))) {
            return way.apply(simulator, ScenarioReader.read(file).get(0));
        }
    }

    /** A pod without the capability is refused the same on a node. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {privileged: true}                   | true
            {capabilities: {add: [SYS_ADMIN]}}   | true
            {}                                   | false
            {seccompProfile: {type: Unconfined}} | false
            """)
    void whatANodeGrantsToThePodIsNoSilence(String securityContext, boolean granted) throws Exception {
        List<String> calls = new ArrayList<>(List.of("bpf", "perf_event_open"));
        if (Files.exists(Path.of("/proc/modules"))) { // otherwise the kernel does not know the calls
            calls.addAll(List.of("init_module", "finit_module"));
        }
        Verdict verdict = Judge.judge(play(securityContext), Expectation.silent("Listening"));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Errored.class, errored -> {
            for (String call : calls) {
                assertThat(errored.reason().contains("was refused " + call))
                        .as(call)
                        .isEqualTo(granted);
            }
        });
    }

    @Test
    void aRefusalIsSeenAndIsNoSilence() throws Exception {
        Detections detections = play("{}");

        assertThat(Judge.judge(detections, Expectation.fires("Socket of a family")))
                .isInstanceOf(Verdict.Passed.class);
        assertThat(detections.alertsOf("Socket of a family"))
                .isNotEmpty()
                .allMatch(alert -> alert.message().matches("40 (EAFNOSUPPORT|ESOCKTNOSUPPORT)"));
        for (String rule : List.of("Listening", "Socket at all")) {
            assertThat(Judge.judge(detections, Expectation.silent(rule)))
                    .isInstanceOfSatisfying(
                            Verdict.Errored.class,
                            errored -> assertThat(errored.reason())
                                    .contains("was refused a kind of socket of the family AF_VSOCK"));
        }
        assertThat(detections.notes()).anyMatch(note -> note.contains("AF_VSOCK"));
    }
}
